using Npgsql;
using Quartz;

namespace Notifications.ReconciliationJob;

/// <summary>
/// Quartz's door to <see cref="Reconciler"/>. A database that is away is no failing job: it is logged, and the next run comes in seconds.
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
