namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>Every log line about heartbeats and custom checks, once, with its id (6020–6029).</summary>
internal static partial class HeartbeatLog
{
    [LoggerMessage(6020, LogLevel.Warning, "A message of type '{Type}' in queue {Queue} is neither a heartbeat nor the result of a custom check ({Reason}); it is dropped. Left out since this was last said: {LeftOut}.")]
    public static partial void NoReport(this ILogger log, string type, string queue, string reason, long leftOut);

    [LoggerMessage(6021, LogLevel.Warning, "{Sentence}")]
    public static partial void Silent(this ILogger log, string sentence);

    [LoggerMessage(6024, LogLevel.Information, "{Sentence}")]
    public static partial void HeardAgain(this ILogger log, string sentence);

    [LoggerMessage(6022, LogLevel.Warning, "Nobody can say which endpoints are silent ({Reason}); it is tried again every few seconds. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void HeartbeatsNotWatched(this ILogger log, string reason, long leftOut, Exception? failure);

    [LoggerMessage(6023, LogLevel.Information, "Silent endpoints are seen again. Left out since it was said that they are not: {LeftOut}.")]
    public static partial void HeartbeatsWatchedAgain(this ILogger log, long leftOut);
}
