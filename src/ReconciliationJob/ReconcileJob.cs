using Npgsql;
using Quartz;

namespace Notifications.ReconciliationJob;

/// <summary>
/// Quartz's door to <see cref="Reconciler"/>. A failing database is no failing job: after five failing fires Quartz would take the trigger
/// out of service for ever, and the next run comes in seconds anyway.
/// </summary>
[DisallowConcurrentExecution]
public sealed class ReconcileJob(Reconciler reconciler, ILogger<ReconcileJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await reconciler.RunAsync(cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            log.RunFailed(away);
        }
    }
}
