namespace Notifications.ReconciliationJob;

/// <summary>Every log line of the job, once, with its id (4000–4099).</summary>
internal static partial class ReconciliationLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Drove {Count} overdue orders again; {Checked} were looked at.")]
    public static partial void Driven(this ILogger log, long count, long @checked);

    [LoggerMessage(4001, LogLevel.Error, "The {Job} failed ({Reason}); it is tried again when it is due. Look at PostgreSQL.")]
    public static partial void JobFailed(this ILogger log, string job, string reason, Exception? failure);

    [LoggerMessage(4002, LogLevel.Error, "The e-mails of {Count} orders are left to a person: they were rejected, nobody answered for them, or they failed for too long. reconciliation.findings has which and why.")]
    public static partial void LeftOver(this ILogger log, long count);

    [LoggerMessage(4003, LogLevel.Warning, "{Count} e-mails were accepted later than five minutes after their order.")]
    public static partial void WereLate(this ILogger log, long count);

    [LoggerMessage(4004, LogLevel.Error, "No run has ended on any node for {Age}, although one is due every {Every}. This node runs one without the schedule. Look at the schema quartz and at the clocks of the nodes.")]
    public static partial void ScheduleStands(this ILogger log, TimeSpan? age, TimeSpan every);

    [LoggerMessage(4005, LogLevel.Error, "The schedule's trigger {Trigger} was out of service after an error; it is in service again.")]
    public static partial void TriggerReset(this ILogger log, string trigger);

    [LoggerMessage(4010, LogLevel.Error, "The schedule's trigger {Trigger} was due at {Due:O} only, by the clock of this node; it is due now. Look at the clocks of the nodes.")]
    public static partial void TriggerBroughtForward(this ILogger log, string trigger, DateTimeOffset due);

    [LoggerMessage(4006, LogLevel.Error, "Nobody can say when the last run was ({Reason}); looked for again in {Every}. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void WatchFailed(this ILogger log, string reason, TimeSpan every, long leftOut, Exception? failure);

    [LoggerMessage(4007, LogLevel.Information, "{Day:yyyy-MM-dd} is whole: {Orders} orders, every e-mail is accounted for. {Late} were late, {Rejected} rejected, {Flagged} may have come twice.")]
    public static partial void DayIsWhole(this ILogger log, DateOnly day, long orders, long late, long rejected, long flagged);

    [LoggerMessage(4008, LogLevel.Error, "{Day:yyyy-MM-dd} is not whole: {Missing} e-mails are missing, {Twice} came twice, {Unexplained} cannot be explained. tools/Reconcile, prove, says which.")]
    public static partial void DayIsNotWhole(this ILogger log, DateOnly day, long missing, long twice, long unexplained);

    [LoggerMessage(4009, LogLevel.Information, "{Count} old rows of runs, findings, minutes and proofs were removed.")]
    public static partial void OldRowsRemoved(this ILogger log, long count);

    [LoggerMessage(4011, LogLevel.Error, "The schedule cannot start ({Reason}); it is tried again every few seconds. Look at PostgreSQL and at Database:ConnectionString. Left out since this was last said: {LeftOut}.")]
    public static partial void ScheduleWaits(this ILogger log, string reason, long leftOut);

    [LoggerMessage(4012, LogLevel.Information, "The schedule has started.")]
    public static partial void ScheduleStarted(this ILogger log);
}
