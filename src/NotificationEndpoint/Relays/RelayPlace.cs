using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <param name="Outcome">What became of the mail.</param>
/// <param name="TakesOthers">The relay has accepted other mails since it began with this one: what it holds against this one is not what it holds against all.</param>
public readonly record struct RelayAnswer(MailOutcome Outcome, bool TakesOthers);

/// <summary>The turn of one mail at one relay. To be disposed when it is over, whether or not the mail was sent.</summary>
public sealed class RelayPlace : IDisposable
{
    private readonly RelaySet _set;
    private bool _left;

    internal RelayPlace(RelaySet set, RelayStation station) => (_set, Station) = (set, station);

    /// <summary>How log lines, reasons and the ledger name the relay.</summary>
    public string Relay => Station.Name;

    internal RelayStation Station { get; }

    /// <summary>When a session began with the mail; null while none has.</summary>
    internal Beginning? Begun { get; set; }

    /// <summary>As <see cref="SmtpRelay.SendAsync"/>, once; ends the turn.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came in time; the mail was not sent.</exception>
    public async Task<RelayAnswer> SendAsync(RenderedMail mail, CancellationToken stopping)
    {
        try
        {
            return _set.Note(this, await Station.Relay.SendAsync(mail, () => _set.Begins(this), stopping));
        }
        finally
        {
            Dispose();
        }
    }

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
