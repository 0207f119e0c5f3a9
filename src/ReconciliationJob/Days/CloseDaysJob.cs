using Notifications.ReconciliationJob.Schedule;
using Quartz;

namespace Notifications.ReconciliationJob.Days;

/// <summary>Quartz's door to <see cref="DayEnd"/>; looks often, because a day that ended while no node was up is closed when one is.</summary>
[DisallowConcurrentExecution]
public sealed class CloseDaysJob(DayEnd days, ILogger<CloseDaysJob> log) : IJob
{
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        Job.RunAsync("closing of the day", log, () => days.CloseAsync(cancellationToken), cancellationToken);
}
