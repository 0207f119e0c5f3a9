using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Days;

/// <summary>SQL for the end of a day.</summary>
internal static class DayTable
{
    /// <summary>For so long the numbers of minutes and the proofs are kept: last year's high season can be compared with this year's.</summary>
    private static readonly TimeSpan KeepNumbersFor = TimeSpan.FromDays(400);

    /// <summary>Days of the last week that are over, whose last minutes are decided, and that nobody has proved.</summary>
    private const string ToClose =
        """
        SELECT day::date
        FROM generate_series(date_trunc('day', now(), 'UTC') - interval '7 days', date_trunc('day', now(), 'UTC') - interval '1 day', interval '1 day') AS d (day)
        WHERE EXISTS (SELECT FROM reconciliation.sla_minutes m WHERE m.minute >= d.day AND m.minute < d.day + interval '1 day')
          AND EXISTS (SELECT FROM reconciliation.sla_minutes m WHERE m.minute >= d.day + interval '23 hours 59 minutes')
          AND NOT EXISTS (SELECT FROM reconciliation.proofs p WHERE p.proved_from = d.day AND p.proved_until = d.day + interval '1 day')
        ORDER BY day
        """;

    /// <summary>The newest run stays: the next one begins where it stopped.</summary>
    private const string RemoveRuns =
        "DELETE FROM reconciliation.runs WHERE started_at < now() - $1 AND run_id < (SELECT max(run_id) FROM reconciliation.runs WHERE purpose = 'new')";

    private const string RemoveFindings =
        """
        DELETE FROM reconciliation.findings WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM reconciliation.findings WHERE at < now() - $1 LIMIT 20000))
        """;

    private const string RemoveMinutes = "DELETE FROM reconciliation.sla_minutes WHERE minute < now() - $1";

    private const string RemoveProofs = "DELETE FROM reconciliation.proofs WHERE proved_from < now() - $1";

    public static async Task<IReadOnlyList<DateOnly>> ToCloseAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        // In the session's time zone a day would begin elsewhere.
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("SELECT set_config('TimeZone', 'UTC', true)"), new NpgsqlBatchCommand(ToClose) },
        };
        var days = new List<DateOnly>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            days.Add(rows.GetFieldValue<DateOnly>(0));
        return days;
    }

    /// <returns>How many rows were removed.</returns>
    public static async Task<long> RemoveOldAsync(NpgsqlDataSource database, TimeSpan keepFor, CancellationToken cancellation)
    {
        var removed = await RemoveAsync(database, RemoveRuns, keepFor, cancellation)
            + await RemoveAsync(database, RemoveMinutes, KeepNumbersFor, cancellation)
            + await RemoveAsync(database, RemoveProofs, KeepNumbersFor, cancellation);
        // An outage leaves a million of them in an hour: in parts, so that none takes long.
        long part;
        do
        {
            part = await RemoveAsync(database, RemoveFindings, keepFor, cancellation);
            removed += part;
        }
        while (part > 0);
        return removed;
    }

    private static async Task<long> RemoveAsync(NpgsqlDataSource database, string sql, TimeSpan age, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Parameter.Of(age));
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
