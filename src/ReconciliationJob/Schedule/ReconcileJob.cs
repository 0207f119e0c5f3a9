using Notifications.ReconciliationJob.Runs;
using Notifications.ReconciliationJob.Sla;
using Npgsql;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>Quartz's door to a run for what is new; after it the minutes are counted that have had their time since.</summary>
[DisallowConcurrentExecution]
public sealed class ReconcileJob(Reconciler reconciler, NpgsqlDataSource database, ILogger<ReconcileJob> log) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        Job.RunAsync(
            "reconciliation of new orders",
            log,
            async () =>
            {
                await reconciler.RunAsync(RunPurpose.New, cancellationToken);
                await SlaMinutes.DecideAsync(database, cancellationToken);
            },
            cancellationToken);
}
