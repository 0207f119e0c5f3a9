using Notifications.ReconciliationJob.Runs;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>Quartz's door to a recheck of the last day.</summary>
[DisallowConcurrentExecution]
public sealed class RecheckJob(Reconciler reconciler, ILogger<RecheckJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        Job.RunAsync("recheck of the last day", log, async () => await reconciler.RunAsync(RunPurpose.Recheck, cancellationToken), cancellationToken);
}
