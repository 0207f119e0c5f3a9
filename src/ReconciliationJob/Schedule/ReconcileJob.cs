using Notifications.ReconciliationJob.Runs;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>Quartz's door to a run for what is new.</summary>
[DisallowConcurrentExecution]
public sealed class ReconcileJob(Reconciler reconciler, ILogger<ReconcileJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        Job.RunAsync("reconciliation of new orders", log, async () => await reconciler.RunAsync(RunPurpose.New, cancellationToken), cancellationToken);
}
