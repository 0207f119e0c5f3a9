namespace Notifications.Messaging.Inbound;

/// <summary>How messages are taken from the queue; section <c>Consumer</c>.</summary>
public sealed record ConsumerSettings
{
    /// <summary>The broker closes the channel of a consumer that leaves a delivery unanswered for this long, unless it is told otherwise.</summary>
    private static readonly TimeSpan BrokersConsumerTimeout = TimeSpan.FromMinutes(30);

    /// <summary>Messages handled at the same time in this process. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Messages that the broker hands us before we have settled the earlier ones. Default 64; they come back to the queue when we die.</summary>
    public int Prefetch { get; init; } = 64;

    /// <summary>
    /// Time that one try of a handler gets; after it the handler is told to give up, and the message has failed. Default 5 minutes: longer than
    /// anything that a handler bounds itself, well below the broker's 30 minutes also for those that wait behind it.
    /// </summary>
    public TimeSpan HandlerDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>On shutdown: time that handlers get to finish before they are told to give up. Default 10 s.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two looks at whether the broker still knows us as a consumer. Default 15 s.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Consumers that the queue should have, in all processes. Default 1. Fewer are a warning in the log.</summary>
    public int Expected { get; init; } = 1;

    /// <param name="longestTry">What the handlers' own time limits allow one try.</param>
    public IEnumerable<string> Problems(TimeSpan longestTry = default)
    {
        if (Concurrency is < 1 or > 1_000)
            yield return $"Consumer:Concurrency is {Concurrency}; give a number from 1 to 1000.";
        if (Prefetch < Concurrency || Prefetch > ushort.MaxValue)
            yield return $"Consumer:Prefetch is {Prefetch}; give a number from Consumer:Concurrency ({Concurrency}) to {ushort.MaxValue}.";
        if (HandlerDeadline < TimeSpan.FromSeconds(1) || HandlerDeadline * RoundsOfPrefetch > BrokersConsumerTimeout)
            yield return $"Consumer:HandlerDeadline is {HandlerDeadline}; give a time from 00:00:01 to {BrokersConsumerTimeout / RoundsOfPrefetch:hh\\:mm\\:ss}: with Consumer:Prefetch {Prefetch} and Consumer:Concurrency {Concurrency} a message waits behind {RoundsOfPrefetch - 1} others, and the broker cuts off a consumer that leaves one unanswered for {BrokersConsumerTimeout.TotalMinutes:0} minutes.";
        if (HandlerDeadline < longestTry)
            yield return $"Consumer:HandlerDeadline is {HandlerDeadline}, less than the {longestTry} that a handler's own limits allow it; give more.";
        if (FinishWithin < TimeSpan.Zero || FinishWithin > TimeSpan.FromMinutes(1))
            yield return $"Consumer:FinishWithin is {FinishWithin}; give a time from 00:00:00 to 00:01:00.";
        if (WatchEvery < TimeSpan.FromSeconds(1) || WatchEvery > TimeSpan.FromMinutes(5))
            yield return $"Consumer:WatchEvery is {WatchEvery}; give a time from 00:00:01 to 00:05:00.";
        if (Expected is < 0 or > 10_000)
            yield return $"Consumer:Expected is {Expected}; give a number from 0 to 10000.";
    }

    private int RoundsOfPrefetch => (int)Math.Ceiling(Prefetch / (double)Math.Max(1, Concurrency));
}
