using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Relays;

/// <summary>One relay as <see cref="RelaySet"/> sees it, under that one's lock.</summary>
internal sealed class RelayStation(SmtpRelay relay)
{
    private readonly SendingRate _rate = new(relay.Settings.MailsPerSecond);

    public SmtpRelay Relay => relay;

    public string Name => relay.Name;

    public RelayCircuit Circuit { get; } = new(relay.Settings.DownAfter, relay.Settings.RefusesAllAfter, relay.Settings.LongestRest);

    public SessionLimit Limit { get; } = new(relay.Settings.Sessions);

    public int InUse { get; set; }

    /// <summary>Mails that it has accepted until now.</summary>
    public long Accepted { get; set; }

    /// <summary>Until then it is left alone, on the clock of the <see cref="RelaySet"/>.</summary>
    public TimeSpan RestsUntil { get; set; }

    public bool IsDown => Circuit.State == CircuitState.Open;

    public TimeSpan WaitAt(TimeSpan now) => _rate.WaitAt(now) is var wait && RestsUntil - now > wait ? RestsUntil - now : wait;

    public bool HasRoom => InUse < (Circuit.State == CircuitState.Closed ? Limit.Value : 1);

    public void Begin(TimeSpan now)
    {
        InUse++;
        _rate.Take(now);
    }
}
