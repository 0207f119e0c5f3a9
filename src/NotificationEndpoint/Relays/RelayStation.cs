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

    public ClaimedAhead Ahead { get; } = new(relay.Settings.MailsAhead);

    /// <summary>Mails that have a place here: at a session, or on the way to one.</summary>
    public int InUse { get; private set; }

    /// <summary>Mails that it has accepted until now.</summary>
    public long Accepted { get; set; }

    /// <summary>Until then it is left alone, on the clock of the <see cref="RelaySet"/>.</summary>
    public TimeSpan RestsUntil { get; set; }

    public bool IsDown => Circuit.State == CircuitState.Open;

    /// <summary>Tells the relay over how many sessions it may send. One that is in trouble has nothing waiting inside.</summary>
    public void Instruct()
    {
        var isWell = Circuit.State == CircuitState.Closed;
        relay.Allow(isWell ? Limit.Value : 1);
        if (!isWell)
            relay.HandBack();
    }

    public TimeSpan WaitAt(TimeSpan now) => _rate.WaitAt(now) is var wait && RestsUntil - now > wait ? RestsUntil - now : wait;

    public bool HasRoom => InUse < (Circuit.State == CircuitState.Closed ? Limit.Value * Ahead.PerSession : 1);

    public void Begin(TimeSpan now)
    {
        InUse++;
        _rate.Take(now);
    }

    public void Leave() => InUse--;
}
