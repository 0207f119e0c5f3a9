using Notifications.Messages;
using Notifications.ReconciliationJob.Runs;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>
/// Finds orders without an accepted e-mail and puts them among the pursued ones. Costs as much as there are orders in the slice, plus what is open;
/// docs/reconciliation.md has the plans at five million orders.
/// </summary>
internal static class MissingOrders
{
    /// <summary>
    /// Where a person was asked and nothing has happened since, there is nothing to find; $5 is true when one asks for them by name.
    /// </summary>
    private const string NobodyWasAsked =
        """
        ($5 OR NOT EXISTS (
            SELECT FROM reconciliation.findings f
            WHERE f.order_id = o.order_id AND f.kind = $1 AND f.decision IN ('left_to_a_person', 'given_up')
              AND f.at >= coalesce(d.settled_at, d.claimed_at, '-infinity')))
        """;

    internal const string Count = "SELECT count(*) FROM orders.orders o WHERE o.accepted_at >= $1 AND o.accepted_at < $2";

    /// <summary>$1: kind; $2, $3: the slice; $4: run; $5: asked.</summary>
    internal const string InSlice =
        $"""
        INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id)
        SELECT o.order_id, $1, o.accepted_at, $4
        FROM (
            SELECT o.order_id, o.accepted_at FROM orders.orders o
            WHERE o.accepted_at >= $2 AND o.accepted_at < $3
              AND NOT EXISTS (SELECT FROM notifications.deliveries a WHERE a.order_id = o.order_id AND a.kind = $1 AND a.status = 'accepted')
        ) AS o
        LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = $1
        WHERE {NobodyWasAsked}
        ON CONFLICT (order_id, kind) DO NOTHING
        """;

    /// <summary>
    /// Deliveries of any age that were begun and stopped, by the index on what is not finished: a claim that nobody ended, a retry that nobody made.
    /// $1: kind; $2: grace time; $3: how long they are pursued; $4: run; $5: asked; $6: at most, the rest is for the next run.
    /// </summary>
    internal const string Stopped =
        $"""
        INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id)
        SELECT o.order_id, $1, o.accepted_at, $4
        FROM notifications.deliveries d
        JOIN orders.orders o USING (order_id)
        WHERE d.kind = $1 AND d.status IN ('claimed', 'deferred', 'unknown')
          AND coalesce(d.lease_until, d.next_attempt_at) + $2 <= now()
          AND o.accepted_at > now() - $3
          AND NOT EXISTS (SELECT FROM reconciliation.pursued p WHERE p.order_id = d.order_id AND p.kind = d.kind)
          AND {NobodyWasAsked}
        ORDER BY d.claimed_at
        LIMIT $6
        ON CONFLICT (order_id, kind) DO NOTHING
        """;

    private const int MostStopped = 50_000;

    /// <summary>A slice of a window, its numbers and its place in the coverage.</summary>
    /// <param name="transaction">The caller's, to commit or, for a look only, to roll back.</param>
    /// <param name="run">Of which the slice is a part.</param>
    /// <param name="slice">From, inclusive, until, exclusive.</param>
    /// <param name="coveredUntil">What the run has covered after it.</param>
    /// <param name="asked">Also what a person was asked about before.</param>
    /// <param name="cancellation">Of the run.</param>
    public static async Task<RunCounts> FindAsync(
        NpgsqlTransaction transaction, long run, (DateTimeOffset From, DateTimeOffset Until) slice, DateTimeOffset coveredUntil, bool asked, CancellationToken cancellation)
    {
        var counts = new RunCounts();
        await using (var find = Batch.PlannedAnew(transaction.Connection!, transaction))
        {
            var insert = new NpgsqlBatchCommand(InSlice)
            {
                Parameters = { Kind, Parameter.Of(slice.From), Parameter.Of(slice.Until), Parameter.Of(run), Parameter.Of(asked) },
            };
            find.BatchCommands.Add(new NpgsqlBatchCommand(Count) { Parameters = { Parameter.Of(slice.From), Parameter.Of(slice.Until) } });
            find.BatchCommands.Add(insert);
            await using (var rows = await find.ExecuteReaderAsync(cancellation))
            {
                await rows.NextResultAsync(cancellation);
                await rows.ReadAsync(cancellation);
                counts = counts with { Checked = rows.GetInt64(0) };
                await rows.NextResultAsync(cancellation);
            }

            counts = counts with { Found = insert.RecordsAffected };
        }

        await using var record = new NpgsqlBatch(transaction.Connection, transaction) { BatchCommands = { RunTable.AddTo(run, coveredUntil, counts) } };
        await record.ExecuteNonQueryAsync(cancellation);
        return counts;
    }

    public static async Task<RunCounts> FindStoppedAsync(NpgsqlDataSource database, long run, ReconciliationSettings settings, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = Batch.PlannedAnew(connection);
        var insert = new NpgsqlBatchCommand(Stopped)
        {
            Parameters = { Kind, Parameter.Of(settings.Grace), Parameter.Of(settings.GiveUpAfter), Parameter.Of(run), Parameter.Of(false), Parameter.Of(MostStopped) },
        };
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(cancellation);
        return new RunCounts(Found: insert.RecordsAffected);
    }

    private static NpgsqlParameter<string> Kind => Parameter.Of(NotificationKind.OrderConfirmation);
}
