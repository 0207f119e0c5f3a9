using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <param name="Outcome">What became of the mail.</param>
/// <param name="TakesOthers">The relay has accepted other mails since this one's turn began: what it holds against this one is not what it holds against all.</param>
public readonly record struct RelayAnswer(MailOutcome Outcome, bool TakesOthers);

/// <summary>The turn of one mail at one relay. To be disposed when it is over, whether or not the mail was sent.</summary>
public sealed class RelayPlace : IDisposable
{
    private readonly RelaySet _set;
    private bool _left;

    internal RelayPlace(RelaySet set, RelayQueue.Turn turn) => (_set, Turn) = (set, turn);

    /// <summary>How log lines, reasons and the ledger name the relay.</summary>
    public string Relay => Turn.Station.Name;

    internal RelayQueue.Turn Turn { get; }

    /// <summary>As <see cref="SmtpRelay.SendAsync"/>, once; ends the turn.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came in time; the mail was not sent.</exception>
    public async Task<RelayAnswer> SendAsync(RenderedMail mail, CancellationToken stopping)
    {
        try
        {
            return _set.Note(this, await Turn.Station.Relay.SendAsync(mail, stopping));
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
}
