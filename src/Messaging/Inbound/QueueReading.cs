namespace Notifications.Messaging.Inbound;

/// <summary>Which queue a <see cref="QueueReader"/> reads, and how.</summary>
/// <param name="Queue">Declared by <see cref="EndpointDefinition.Reads"/>.</param>
public sealed record QueueReading(string Queue)
{
    /// <summary>Messages in one batch at most. Default 200.</summary>
    public int LargestBatch { get; init; } = 200;

    /// <summary>Bytes of headers and bodies in one batch at most; a message that has more is a batch alone. Default 8 MiB.</summary>
    public long LargestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Messages that the broker hands us before we have settled the earlier ones. Default 400: the next batch gathers while one is handled.</summary>
    public int Prefetch { get; init; } = 400;

    /// <summary>
    /// Bytes of messages held at a time, about. Default 256 MiB. Prefetch counts messages and not bytes: when many large ones come, all go back to the queue, and for a minute
    /// they are taken one by one.
    /// </summary>
    public long MostHeld { get; init; } = 256 * 1024 * 1024;

    /// <summary>On shutdown: time that the batch in hand gets. Default 10 s.</summary>
    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long messages are held while none can be handled; after that they go back to the queue, and none is taken until one can. Default 5 minutes. The broker takes
    /// back what is held for 30, each time anew, and RabbitMQ 4 drops what came back 20 times.
    /// </summary>
    public TimeSpan HoldFailing { get; init; } = TimeSpan.FromMinutes(5);
}
