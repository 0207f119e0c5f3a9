namespace Notifications.ReconciliationJob.Sla;

/// <summary>Log lines about the figures of the promise (4100–4199).</summary>
internal static partial class SlaLog
{
    [LoggerMessage(4100, LogLevel.Warning, "The figures of the promise cannot be read ({Reason}); until they can, their metrics report nothing. Look at PostgreSQL.")]
    public static partial void NoFigures(this ILogger log, string reason, Exception? failure);

    [LoggerMessage(4101, LogLevel.Information, "The figures of the promise can be read again.")]
    public static partial void FiguresAgain(this ILogger log);

    [LoggerMessage(4102, LogLevel.Information, "The report {Report} is written to {Folder}.")]
    public static partial void ReportWritten(this ILogger log, string report, string folder);
}
