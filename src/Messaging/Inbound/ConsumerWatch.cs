namespace Notifications.Messaging.Inbound;

/// <summary>Does the broker still deliver to us? A consumer can be lost without a word, and then it would sit there, healthy and idle.</summary>
public static class ConsumerWatch
{
    /// <param name="Ready">Messages that wait in the queue.</param>
    /// <param name="Consumers">That the broker knows of the queue, in all processes.</param>
    /// <param name="IsIdle">Nothing is in hand here, and nothing has come since the look before.</param>
    public readonly record struct Look(long Ready, long Consumers, bool IsIdle);

    /// <summary>Why the consumer has to be made anew, or null. Two looks, because between a publish and its delivery there is always a moment.</summary>
    public static string? Complaint(Look before, Look now) => (before, now) switch
    {
        (_, { Consumers: 0 }) => "the broker knows no consumer of the queue",
        ({ IsIdle: true, Ready: > 0 }, { IsIdle: true, Ready: > 0 }) => $"{now.Ready} messages wait in the queue and none is delivered to us",
        _ => null,
    };
}
