using Notifications.Messaging.Diagnostics;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Retention;

/// <summary>Removes old rows once an hour, in every process: what one has removed, another does not find. Database away: an hour later.</summary>
internal sealed class RetentionLoop(NpgsqlDataSource database, RetentionSettings settings, TimeProvider time, ILogger<RetentionLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await OldRows.RemoveAsync(database, settings, stoppingToken) is > 0 and var rows)
                    log.OldRowsRemoved(rows);
            }
            catch (Exception away) when (Database.IsAway(away) || away is OperationCanceledException)
            {
                if (!stoppingToken.IsCancellationRequested)
                    log.OldRowsStay(FailureText.ReasonOf(away), Every, FailureText.StackOf(away));
            }

            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
