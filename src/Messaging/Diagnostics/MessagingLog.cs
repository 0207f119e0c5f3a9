using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Diagnostics;

/// <summary>Every log line of the runtime, once, with its id (1000–1999).</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(1000, LogLevel.Information, "The {Purpose} is connected to RabbitMQ at {Broker}.")]
    public static partial void Connected(this ILogger log, string purpose, string broker);

    [LoggerMessage(1001, LogLevel.Warning, "The {Purpose} lost its connection to RabbitMQ at {Broker} ({Reason}). Nothing is lost: what is unsent or unsettled stays where it is.")]
    public static partial void ConnectionLost(this ILogger log, string purpose, string broker, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The {Purpose} cannot connect to RabbitMQ at {Broker} ({Reason}); next try in {Delay}. Look at Broker:Uri and at the broker.")]
    public static partial void NotConnected(this ILogger log, string purpose, string broker, string reason, TimeSpan delay);

    [LoggerMessage(1003, LogLevel.Warning, "RabbitMQ has blocked the {Purpose} ({Reason}): messages wait where they are until its alarm is over. Look at the broker's memory and disk.")]
    public static partial void Blocked(this ILogger log, string purpose, string reason);

    [LoggerMessage(1004, LogLevel.Information, "RabbitMQ takes messages from the {Purpose} again.")]
    public static partial void Unblocked(this ILogger log, string purpose);

    [LoggerMessage(1010, LogLevel.Warning, "Message {MessageId} ({Type}) to {Destination} was not published: {Outcome}. Its outbox row stays and is tried again. Left out since this was last said: {LeftOut}.")]
    public static partial void NotPublished(this ILogger log, Guid messageId, string type, string destination, PublishOutcome outcome, long leftOut);

    [LoggerMessage(1011, LogLevel.Warning, "Message {MessageId} is published but its outbox row could not be removed ({Reason}); a copy will follow. Left out since this was last said: {LeftOut}.")]
    public static partial void NotRemoved(this ILogger log, Guid messageId, string reason, long leftOut, Exception? failure);

    [LoggerMessage(1012, LogLevel.Debug, "Sweep took {Count} outbox rows that were due.")]
    public static partial void Swept(this ILogger log, int count);

    [LoggerMessage(1013, LogLevel.Warning, "The outbox cannot be swept ({Reason}); it is tried again every {Every}. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void SweepFailed(this ILogger log, string reason, TimeSpan every, long leftOut, Exception? failure);

    [LoggerMessage(1014, LogLevel.Error, "A message cannot be published to exchange {Exchange}: {Reason}")]
    public static partial void NotEncodable(this ILogger log, string exchange, string reason);

    [LoggerMessage(1015, LogLevel.Error, "Message {MessageId} ({Type}) leads nowhere: exchange {Destination} does not exist or no queue is bound to it. Its outbox row stays and is tried again; start or install the endpoint that it is for.")]
    public static partial void Unroutable(this ILogger log, Guid messageId, string type, string destination);

    [LoggerMessage(1016, LogLevel.Information, "The outbox is swept again. Left out since it was said that it cannot be: {LeftOut}.")]
    public static partial void SweptAgain(this ILogger log, long leftOut);

    [LoggerMessage(1020, LogLevel.Information, "Consuming from queues {Queue} and {Retries} at {Broker}, {Concurrency} at a time.")]
    public static partial void Consuming(this ILogger log, string queue, string retries, string broker, int concurrency);

    [LoggerMessage(1021, LogLevel.Information, "The consumer of queue {Queue} and of its retries has stopped; what it had not settled goes back to where it came from.")]
    public static partial void ConsumerStopped(this ILogger log, string queue);

    [LoggerMessage(1022, LogLevel.Warning, "Queue {Queue} has {Consumers} consumers; {Expected} are expected (Consumer:Expected).")]
    public static partial void FewerConsumers(this ILogger log, string queue, long consumers, int expected);

    [LoggerMessage(1024, LogLevel.Error, "A delivery from queue {Queue} could not be settled; the connection is opened anew and the delivery comes again.")]
    public static partial void NotSettled(this ILogger log, string queue, Exception failure);

    [LoggerMessage(1025, LogLevel.Error, "The handler of message {MessageId} ({Type}) has not ended within {Time} and does not hear that it is to give up; it is left behind and the message is tried again later.")]
    public static partial void HandlerHangs(this ILogger log, string messageId, string type, TimeSpan time);

    [LoggerMessage(1026, LogLevel.Warning, "{Running} handlers of queue {Queue} did not end in time and are left behind; their messages go back to the queue.")]
    public static partial void LeftBehind(this ILogger log, string queue, int running);

    [LoggerMessage(1027, LogLevel.Warning, "The consumer of queue {Queue} pauses: {Reason}. Messages wait, and none spends an attempt.")]
    public static partial void PauseBegun(this ILogger log, string queue, string reason);

    [LoggerMessage(1028, LogLevel.Information, "The consumer of queue {Queue} goes on after a pause of {Time}.")]
    public static partial void PauseEnded(this ILogger log, string queue, TimeSpan time);

    [LoggerMessage(1029, LogLevel.Warning, "The consumer of queue {Queue} has paused for longer than {Time} (Consumer:HoldWhilePaused): it hands back what it held and does not consume until the pause ends.")]
    public static partial void HandedBack(this ILogger log, string queue, TimeSpan time);

    [LoggerMessage(1030, LogLevel.Warning, "Message {MessageId} ({Type}) failed ({Reason}); delayed retry {Retry} in {Delay}.")]
    public static partial void RetriedLater(this ILogger log, string messageId, string type, string reason, int retry, TimeSpan delay);

    [LoggerMessage(1031, LogLevel.Debug, "Message {MessageId} ({Type}) is put off by {Delay}: {Reason}")]
    public static partial void PutOff(this ILogger log, string messageId, string type, TimeSpan delay, string reason);

    [LoggerMessage(1032, LogLevel.Error, "Message {MessageId} ({Type}) goes to queue {ErrorQueue}.")]
    public static partial void MovedToError(this ILogger log, string messageId, string type, string errorQueue, Exception cause);

    [LoggerMessage(1033, LogLevel.Warning, "Message {MessageId} ({Type}) could not be passed on to {Destination} ({Outcome}); it is kept and tried again. Left out since this was last said: {LeftOut}.")]
    public static partial void NotPassedOn(this ILogger log, string messageId, string type, string destination, PublishOutcome outcome, long leftOut);

    [LoggerMessage(1037, LogLevel.Debug, "Message {MessageId} ({Type}) could not be passed on to {Destination} ({Outcome}).")]
    public static partial void NotPassedOnEither(this ILogger log, string messageId, string type, string destination, PublishOutcome outcome);

    [LoggerMessage(1034, LogLevel.Error, "Message {MessageId} ({Type}) was sent back from the error queue and is handled, but exchange {Queue}, where that was to be acknowledged, leads nowhere; ServiceControl will show it as being retried.")]
    public static partial void RetryNotAcknowledged(this ILogger log, string messageId, string type, string queue);

    [LoggerMessage(1035, LogLevel.Error, "Everything fails in endpoint {Endpoint}: {Messages} different messages in a row. From now on one at a time is tried, one every {Pause}, and none is given up, until one succeeds. Mend the cause.")]
    public static partial void EverythingFails(this ILogger log, string endpoint, int messages, TimeSpan pause, Exception cause);

    [LoggerMessage(1036, LogLevel.Information, "Endpoint {Endpoint} works again: a message succeeded.")]
    public static partial void WorksAgain(this ILogger log, string endpoint);

    [LoggerMessage(1040, LogLevel.Warning, "Heartbeats to {Queue} are not published ({Outcome}). Start ServiceControl, or empty ServiceControl:HeartbeatQueue.")]
    public static partial void NoHeartbeat(this ILogger log, string queue, PublishOutcome outcome);

    [LoggerMessage(1050, LogLevel.Information, "Reading queue {Queue} at {Broker}, in batches of up to {Batch}.")]
    public static partial void Reading(this ILogger log, string queue, string broker, int batch);

    [LoggerMessage(1051, LogLevel.Information, "Queue {Queue} is not read any more; what was not handled goes back to it.")]
    public static partial void ReadingStopped(this ILogger log, string queue);

    [LoggerMessage(1052, LogLevel.Warning, "{Messages} messages of queue {Queue} could not be handled ({Reason}); they are kept and tried again. Left out since this was last said: {LeftOut}.")]
    public static partial void NotRead(this ILogger log, string queue, int messages, string reason, long leftOut, Exception? failure);

    [LoggerMessage(1053, LogLevel.Information, "Messages of queue {Queue} are handled again. Left out since it was said that they cannot be: {LeftOut}.")]
    public static partial void ReadAgain(this ILogger log, string queue, long leftOut);

    [LoggerMessage(1054, LogLevel.Warning, "No message of queue {Queue} could be handled for {Time}: all go back to it, and none is taken until one can be.")]
    public static partial void ReadingHandedBack(this ILogger log, string queue, TimeSpan time);

    [LoggerMessage(1055, LogLevel.Warning, "Queue {Queue} holds large messages: more than {Bytes} bytes came at a time. They go back to it and are taken one by one for {Time}.")]
    public static partial void ReadingSparingly(this ILogger log, string queue, long bytes, TimeSpan time);
}
