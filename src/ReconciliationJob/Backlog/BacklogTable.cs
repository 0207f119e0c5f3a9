using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Backlog;

/// <summary>What waits in the outbox.</summary>
/// <param name="Messages">Rows, counted up to <see cref="BacklogTable.Most"/>.</param>
/// <param name="OldestAgeSeconds">Of those that were counted; 0 when there are none.</param>
internal sealed record OutboxBacklog(long Messages, double OldestAgeSeconds);

internal static class BacklogTable
{
    public const int Most = 50_000;

    /// <summary>
    /// The table is nearly empty on a good day and has no index by age, which every order would pay for. On a bad day the first rows that lie there tell enough; a
    /// million of them would be read every time.
    /// </summary>
    private const string Read =
        """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(stored_at)), 0)::float8
        FROM (SELECT stored_at FROM messaging.outbox LIMIT $1) AS first
        """;

    public static async Task<OutboxBacklog> ReadAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(Parameter.Of(Most));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new OutboxBacklog(row.GetInt64(0), Math.Max(0, row.GetDouble(1)));
    }
}
