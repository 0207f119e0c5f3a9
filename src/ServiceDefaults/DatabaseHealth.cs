using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Notifications.ServiceDefaults;

/// <summary>Can we reach the database, may it be written to, and has the migrator been there?</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT pg_is_in_recovery(), EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('recoverability.webhook') AND attname = 'told_at')");
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            return (IsReadOnly: row.GetBoolean(0), IsMigrated: row.GetBoolean(1)) switch
            {
                { IsReadOnly: true } => HealthCheckResult.Unhealthy("The server is a read-only standby."),
                { IsMigrated: false } => HealthCheckResult.Unhealthy("The schema is missing or old: run the migrator (src/Database)."),
                _ => HealthCheckResult.Healthy(),
            };
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.", away);
        }
    }
}
