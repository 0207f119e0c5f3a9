using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Runs;

/// <summary>All SQL of <c>reconciliation.runs</c>: which orders were looked at, when, by whom, and what came of it.</summary>
internal static class RunTable
{
    /// <summary>Transactions of others are seen by their owner and by members of pg_read_all_stats; the overlap of runs is for the rest.</summary>
    private const string ReadClock =
        """
        SELECT now(),
               (SELECT covered_until FROM reconciliation.runs WHERE purpose = 'new' ORDER BY run_id DESC LIMIT 1),
               (SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())
        """;

    private const string Begin =
        "INSERT INTO reconciliation.runs (purpose, node, covered_from, covered_until) VALUES ($1, $2, $3, $3) RETURNING run_id";

    private const string Add =
        """
        UPDATE reconciliation.runs
        SET covered_until = greatest(covered_until, $2), checked = checked + $3, found = found + $4, driven = driven + $5, sent = sent + $6, late = late + $7, left_over = left_over + $8
        WHERE run_id = $1
        """;

    private const string End = "UPDATE reconciliation.runs SET ended_at = clock_timestamp() WHERE run_id = $1";

    private const string ReadAge = "SELECT clock_timestamp() - max(ended_at) FROM (SELECT ended_at FROM reconciliation.runs WHERE purpose = 'new' ORDER BY run_id DESC LIMIT 100) AS newest";

    /// <summary>The window of a run that nobody has named one for.</summary>
    public static async Task<RunWindow> NextWindowAsync(NpgsqlDataSource database, RunPurpose purpose, ReconciliationSettings settings, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReadClock);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var now = row.GetFieldValue<DateTimeOffset>(0);
        return purpose == RunPurpose.Recheck ? RunWindow.Recheck(now, settings) : RunWindow.Next(now, Time(1), Time(2), settings);

        DateTimeOffset? Time(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
    }

    /// <returns>The run's number.</returns>
    public static async Task<long> BeginAsync(NpgsqlDataSource database, RunPurpose purpose, string node, RunWindow window, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Begin);
        command.Parameters.AddRange(new NpgsqlParameter[] { Parameter.Of(NameOf(purpose)), Parameter.Of(node), Parameter.Of(window.From) });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>In the transaction of what was done: a run's numbers tell what stands, also when its process dies.</summary>
    public static NpgsqlBatchCommand AddTo(long run, DateTimeOffset coveredUntil, RunCounts counts) => new(Add)
    {
        Parameters =
        {
            Parameter.Of(run), Parameter.Of(coveredUntil), Parameter.Of(counts.Checked), Parameter.Of(counts.Found),
            Parameter.Of(counts.Driven), Parameter.Of(counts.Sent), Parameter.Of(counts.Late), Parameter.Of(counts.LeftOver),
        },
    };

    public static async Task EndAsync(NpgsqlDataSource database, long run, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(End);
        command.Parameters.Add(Parameter.Of(run));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How long ago the last run ended that looked for new orders, of whichever node; null when none ever did.</summary>
    public static async Task<TimeSpan?> AgeOfLastAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReadAge);
        return await command.ExecuteScalarAsync(cancellation) as TimeSpan?;
    }

    private static string NameOf(RunPurpose purpose) => purpose switch
    {
        RunPurpose.New => "new",
        RunPurpose.Recheck => "recheck",
        RunPurpose.Asked => "asked",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "A purpose without a name."),
    };
}
