using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <param name="Outcome">What became of the mail.</param>
/// <param name="TakesOthers">The relay has accepted other mails since it began with this one: what it holds against this one is not what it holds against all.</param>
public readonly record struct RelayAnswer(MailOutcome Outcome, bool TakesOthers);

/// <summary>The turn of one mail at one relay. To be disposed when it is over, whether or not the mail was sent.</summary>
public sealed class RelayPlace : IDisposable, ISendWatch
{
    private readonly RelaySet _set;
    private Beginning? _begun;
    private RelayAnswer? _answer;
    private bool _left;

    internal RelayPlace(RelaySet set, RelayStation station) => (_set, Station) = (set, station);

    /// <summary>How log lines, reasons and the ledger name the relay.</summary>
    public string Relay => Station.Name;

    internal RelayStation Station { get; }

    /// <summary>As <see cref="SmtpRelay.SendAsync"/>, once; ends the turn.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came in time; the mail was not sent.</exception>
    public async Task<RelayAnswer> SendAsync(RenderedMail mail, CancellationToken stopping)
    {
        try
        {
            var outcome = await Station.Relay.SendAsync(mail, this, stopping);
            return _answer ?? new RelayAnswer(outcome, TakesOthers: false);
        }
        finally
        {
            Dispose();
        }
    }

    void ISendWatch.Begins() => _begun = _set.Begins(this);

    void ISendWatch.Ends(MailOutcome outcome) => _answer = _set.Note(this, _begun!, outcome);

    public void Dispose()
    {
        if (!_left)
            _set.Leave(this);
        _left = true;
    }

    /// <param name="Number">Among the mails of this relay, as <see cref="SessionLimit"/> counts them.</param>
    /// <param name="AcceptedBefore">Mails that the relay had accepted until then.</param>
    /// <param name="At">On the clock of the <see cref="RelaySet"/>.</param>
    internal sealed record Beginning(long Number, long AcceptedBefore, TimeSpan At);
}
