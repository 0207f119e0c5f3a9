namespace Notifications.Messaging.Inbound;

/// <summary>How messages are taken from the queue; section <c>Consumer</c>.</summary>
public sealed record ConsumerSettings
{
    /// <summary>Messages handled at the same time in this process. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Messages that the broker hands us before we have settled the earlier ones. Default 64; they come back to the queue when we die.</summary>
    public int Prefetch { get; init; } = 64;

    /// <summary>On shutdown: time that handlers get to finish before they are told to give up. Default 10 s.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Problems()
    {
        if (Concurrency is < 1 or > 1_000)
            yield return $"Consumer:Concurrency is {Concurrency}; give a number from 1 to 1000.";
        if (Prefetch < Concurrency || Prefetch > ushort.MaxValue)
            yield return $"Consumer:Prefetch is {Prefetch}; give a number from Consumer:Concurrency ({Concurrency}) to {ushort.MaxValue}.";
        if (FinishWithin < TimeSpan.Zero || FinishWithin > TimeSpan.FromMinutes(1))
            yield return $"Consumer:FinishWithin is {FinishWithin}; give a time from 00:00:00 to 00:01:00.";
    }
}
