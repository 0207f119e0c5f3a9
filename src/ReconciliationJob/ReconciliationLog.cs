namespace Notifications.ReconciliationJob;

/// <summary>Every log line of the job, once, with its id (4000–4999).</summary>
internal static partial class ReconciliationLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Drove {Count} overdue orders again; the oldest was placed {Age} ago.")]
    public static partial void Driven(this ILogger log, int count, TimeSpan age);

    [LoggerMessage(4001, LogLevel.Error, "The run failed; the next one looks at the same orders. Look at PostgreSQL.")]
    public static partial void RunFailed(this ILogger log, Exception failure);
}
