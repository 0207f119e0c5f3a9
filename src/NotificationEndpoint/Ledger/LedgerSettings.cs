namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>How e-mails are claimed; section <c>Ledger</c>.</summary>
public sealed record LedgerSettings
{
    /// <summary>How long a claim keeps others off. Default 90 s: longer than a send may take, short enough that the e-mail of a dead process goes out in time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <param name="longestSend">What the relay's time limits allow one send.</param>
    public IEnumerable<string> Problems(TimeSpan longestSend)
    {
        if (Lease < longestSend + TimeSpan.FromSeconds(5) || Lease > TimeSpan.FromMinutes(3))
            yield return $"Ledger:Lease is {Lease}; give a time from {longestSend + TimeSpan.FromSeconds(5)} (the longest send, Smtp:TotalTimeout, and 5 s) to 00:03:00 (the e-mail is due within 5 minutes).";
    }
}
