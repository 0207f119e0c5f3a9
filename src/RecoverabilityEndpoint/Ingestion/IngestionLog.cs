namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>Every log line about what comes out of the error queue, once, with its id (6000–6019).</summary>
internal static partial class IngestionLog
{
    [LoggerMessage(6000, LogLevel.Warning, "{Messages} messages have failed; most of them, {OfCause}: {Cause}. Look at them in ServicePulse, or with tools/FailedMessages.")]
    public static partial void MessagesFailed(this ILogger log, long messages, long ofCause, string cause);

    [LoggerMessage(6001, LogLevel.Error, "A message of the error queue could not be stored as what it says; its headers and body are kept, in a group of its own. Report the error that follows.")]
    public static partial void KeptUnread(this ILogger log, Exception failure);

    [LoggerMessage(6002, LogLevel.Warning, "The policy that keeps RabbitMQ 4 from dropping messages of the error queue could not be set ({Reason}); it is tried again. Look at Ingestion:Management. Left out since this was last said: {LeftOut}.")]
    public static partial void QueueIsNotKept(this ILogger log, string reason, long leftOut);

    [LoggerMessage(6003, LogLevel.Information, "The policy that keeps messages in the error queue is set. Left out since it was said that it cannot be: {LeftOut}.")]
    public static partial void QueueIsKept(this ILogger log, long leftOut);
}
