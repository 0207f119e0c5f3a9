namespace Notifications.RecoverabilityEndpoint.Retention;

/// <summary>Log lines of what is removed, each once, with its id (6080–6089).</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(6080, LogLevel.Information, "{Count} old rows of failed messages, events, operations and groups were removed.")]
    public static partial void OldRowsRemoved(this ILogger log, long count);

    [LoggerMessage(6081, LogLevel.Warning, "Old rows of failed messages cannot be removed ({Reason}); next try in {Every}. Look at PostgreSQL.")]
    public static partial void OldRowsStay(this ILogger log, string reason, TimeSpan every, Exception? failure);
}
