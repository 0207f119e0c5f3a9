using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Outbox;

/// <summary>Settings of the outbox dispatcher; section <c>Outbox</c>.</summary>
public sealed record OutboxSettings
{
    /// <summary>How long a fresh row is left to the process that wrote it. Default 5 s. Shorter: a slow publish is doubled by a sweep; longer: a dead process's rows wait longer.</summary>
    public TimeSpan Reserve { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a sweep keeps the rows that it took. Default 30 s; must exceed the broker's publish deadline.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause between two sweeps that found less than a full batch. Default 1 s.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Rows that a sweep takes at once. Default 500.</summary>
    public int SweepBatch { get; init; } = 500;

    /// <summary>Messages that wait in memory for their first publish, at most. Default 10,000; beyond it they are left to the sweep.</summary>
    public int HotPathCapacity { get; init; } = 10_000;

    /// <summary>On shutdown: time to publish what waits in memory. Default 5 s; what is left then is swept by another process.</summary>
    public TimeSpan FlushWithin { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Problems(BrokerSettings broker)
    {
        if (Reserve < TimeSpan.FromSeconds(1) || Reserve > TimeSpan.FromMinutes(1))
            yield return $"Outbox:Reserve is {Reserve}; give a time from 00:00:01 to 00:01:00.";
        if (Lease < broker.PublishDeadline + TimeSpan.FromSeconds(5) || Lease > TimeSpan.FromMinutes(2))
            yield return $"Outbox:Lease is {Lease}; give a time from {broker.PublishDeadline + TimeSpan.FromSeconds(5)} (Broker:PublishDeadline and 5 s) to 00:02:00 (the e-mail is due within 5 minutes).";
        if (SweepEvery < TimeSpan.FromMilliseconds(100) || SweepEvery > TimeSpan.FromMinutes(1))
            yield return $"Outbox:SweepEvery is {SweepEvery}; give a time from 00:00:00.1 to 00:01:00.";
        if (SweepBatch is < 1 or > 10_000)
            yield return $"Outbox:SweepBatch is {SweepBatch}; give a number from 1 to 10000.";
        if (FlushWithin < TimeSpan.Zero || FlushWithin > TimeSpan.FromSeconds(30))
            yield return $"Outbox:FlushWithin is {FlushWithin}; give a time from 00:00:00 to 00:00:30.";
        if (HotPathCapacity is < 1 or > 1_000_000)
            yield return $"Outbox:HotPathCapacity is {HotPathCapacity}; give a number from 1 to 1000000.";
    }
}
