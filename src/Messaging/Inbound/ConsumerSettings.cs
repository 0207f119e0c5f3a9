namespace Notifications.Messaging.Inbound;

/// <summary>How messages are taken from the queues; section <c>Consumer</c>.</summary>
public sealed record ConsumerSettings
{
    /// <summary>The broker closes the channel of a consumer that leaves a delivery unanswered for this long, unless it is told otherwise.</summary>
    private static readonly TimeSpan BrokersConsumerTimeout = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Messages handled at the same time in this process, new ones and retries together. Default 256: most of them wait for a transaction that they share. A quarter of them is kept free for new messages
    /// whatever retries there are; with 1, a retry that takes long holds up everything.
    /// </summary>
    public int Concurrency { get; init; } = 256;

    /// <summary>While new messages and retries wait, one in so many that are begun is a retry. Default 4.</summary>
    public int OneRetryIn { get; init; } = 4;

    /// <summary>
    /// New messages that the broker hands us before we have settled the earlier ones; of retries it hands us as many as is their part beside that.
    /// Default 1,000, and 334 retries. They come back to their queue when we die.
    /// </summary>
    public int Prefetch { get; init; } = 1_000;

    /// <summary>
    /// Time that one try of a handler gets; after it the handler is told to give up, and the message has failed. Default 3 minutes: longer than
    /// anything that a handler bounds itself, well below the broker's 30 minutes also for those that wait behind it.
    /// </summary>
    public TimeSpan HandlerDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long messages that are here already are held during a pause; after that they go back to their queue and nothing is consumed until the
    /// pause ends. Default 5 minutes: a short pause costs nothing, a long one a single return of each, before the broker takes them away itself.
    /// </summary>
    public TimeSpan HoldWhilePaused { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>On shutdown, and before handing back: time that handlers get to finish before they are told to give up. Default 10 s.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two looks at whether the broker still knows us as a consumer. Default 15 s.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Consumers that each of the two queues should have, in all processes. Default 1. Fewer are a warning in the log.</summary>
    public int Expected { get; init; } = 1;

    internal SlotShares Shares => new(Concurrency, OneRetryIn);

    /// <param name="longestTry">What the handlers' own time limits allow one try.</param>
    public IEnumerable<string> Problems(TimeSpan longestTry = default)
    {
        if (Concurrency is < 1 or > 1_000)
            yield return $"Consumer:Concurrency is {Concurrency}; give a number from 1 to 1000.";
        if (OneRetryIn is < 2 or > 100)
            yield return $"Consumer:OneRetryIn is {OneRetryIn}; give a number from 2 (new messages and retries take turns) to 100.";
        if (Prefetch < Concurrency || Prefetch > ushort.MaxValue)
            yield return $"Consumer:Prefetch is {Prefetch}; give a number from Consumer:Concurrency ({Concurrency}) to {ushort.MaxValue}.";
        if (HandlerDeadline < TimeSpan.FromSeconds(1) || HandlerDeadline > LongestDeadline)
            yield return $"Consumer:HandlerDeadline is {HandlerDeadline}; give a time from 00:00:01 to {LongestDeadline:hh\\:mm\\:ss}: with Consumer:Prefetch {Prefetch}, Consumer:Concurrency {Concurrency} and Consumer:OneRetryIn {OneRetryIn} a message waits behind {Rounds - 1} others, perhaps through a pause (Consumer:HoldWhilePaused {HoldWhilePaused}), and the broker cuts off a consumer that leaves one unanswered for {BrokersConsumerTimeout.TotalMinutes:0} minutes.";
        if (HandlerDeadline < longestTry)
            yield return $"Consumer:HandlerDeadline is {HandlerDeadline}, less than the {longestTry} that a handler's own limits allow it; give more.";
        if (HoldWhilePaused < TimeSpan.FromSeconds(1) || HoldWhilePaused > LongestHold)
            yield return $"Consumer:HoldWhilePaused is {HoldWhilePaused}; give a time from 00:00:01 to {LongestHold}: the broker cuts off a consumer that leaves a message unanswered for {BrokersConsumerTimeout.TotalMinutes:0} minutes.";
        if (FinishWithin < TimeSpan.Zero || FinishWithin > TimeSpan.FromMinutes(1))
            yield return $"Consumer:FinishWithin is {FinishWithin}; give a time from 00:00:00 to 00:01:00.";
        if (WatchEvery < TimeSpan.FromSeconds(1) || WatchEvery > TimeSpan.FromMinutes(5))
            yield return $"Consumer:WatchEvery is {WatchEvery}; give a time from 00:00:01 to 00:05:00.";
        if (Expected is < 0 or > 10_000)
            yield return $"Consumer:Expected is {Expected}; give a number from 0 to 10000.";
    }

    private TimeSpan LongestDeadline => (BrokersConsumerTimeout - (HoldWhilePaused < LongestHold ? HoldWhilePaused : LongestHold)) / Rounds;

    private int Rounds => (this with { Concurrency = Math.Max(1, Concurrency), OneRetryIn = Math.Max(2, OneRetryIn) }).Shares.Rounds(Prefetch);
}
