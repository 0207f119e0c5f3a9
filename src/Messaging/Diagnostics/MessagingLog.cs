using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Diagnostics;

/// <summary>Every log line of the runtime, once, with its id (1000–1999).</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(1000, LogLevel.Information, "The {Purpose} is connected to RabbitMQ at {Broker}.")]
    public static partial void Connected(this ILogger log, string purpose, string broker);

    [LoggerMessage(1001, LogLevel.Warning, "The {Purpose} lost its connection to RabbitMQ ({Reason}). Nothing is lost: what is unsent or unsettled stays where it is.")]
    public static partial void ConnectionLost(this ILogger log, string purpose, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The {Purpose} cannot connect to RabbitMQ ({Reason}); next try in {Delay}. Look at Broker:Uri and at the broker.")]
    public static partial void NotConnected(this ILogger log, string purpose, string reason, TimeSpan delay);

    [LoggerMessage(1010, LogLevel.Warning, "Message {MessageId} ({Type}) to {Destination} was not published: {Outcome}. Its outbox row stays and is tried again.")]
    public static partial void NotPublished(this ILogger log, Guid messageId, string type, string destination, PublishOutcome outcome);

    [LoggerMessage(1011, LogLevel.Warning, "Message {MessageId} is published but its outbox row could not be removed; a copy will follow.")]
    public static partial void NotRemoved(this ILogger log, Guid messageId, Exception failure);

    [LoggerMessage(1012, LogLevel.Debug, "Sweep took {Count} outbox rows that were due.")]
    public static partial void Swept(this ILogger log, int count);

    [LoggerMessage(1014, LogLevel.Error, "A message cannot be published to exchange {Exchange}: {Reason}")]
    public static partial void NotEncodable(this ILogger log, string exchange, string reason);

    [LoggerMessage(1013, LogLevel.Warning, "Sweep of the outbox failed; it is tried again.")]
    public static partial void SweepFailed(this ILogger log, Exception failure);

    [LoggerMessage(1020, LogLevel.Information, "Consuming from queue {Queue} at {Broker}, {Concurrency} at a time.")]
    public static partial void Consuming(this ILogger log, string queue, string broker, int concurrency);

    [LoggerMessage(1021, LogLevel.Information, "The consumer of queue {Queue} has stopped; what it had not settled goes back to the queue.")]
    public static partial void ConsumerStopped(this ILogger log, string queue);

    [LoggerMessage(1024, LogLevel.Error, "A delivery from queue {Queue} could not be settled; the connection is opened anew and the delivery comes again.")]
    public static partial void NotSettled(this ILogger log, string queue, Exception failure);

    [LoggerMessage(1030, LogLevel.Warning, "Message {MessageId} ({Type}) failed ({Reason}); delayed retry {Retry} in {Delay}.")]
    public static partial void RetriedLater(this ILogger log, string messageId, string type, string reason, int retry, TimeSpan delay);

    [LoggerMessage(1031, LogLevel.Debug, "Message {MessageId} ({Type}) is put off by {Delay}: {Reason}")]
    public static partial void PutOff(this ILogger log, string messageId, string type, TimeSpan delay, string reason);

    [LoggerMessage(1032, LogLevel.Error, "Message {MessageId} ({Type}) goes to queue {ErrorQueue}.")]
    public static partial void MovedToError(this ILogger log, string messageId, string type, string errorQueue, Exception cause);

    [LoggerMessage(1033, LogLevel.Warning, "Message {MessageId} ({Type}) could not be passed on to {Destination} ({Outcome}); it is kept and tried again.")]
    public static partial void NotPassedOn(this ILogger log, string messageId, string type, string destination, PublishOutcome outcome);
}
