using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>
/// Decides for each minute how the promise was kept, when its last order has had its time, and once more when asked. Costs as much as there are orders in these
/// minutes, whatever the age of the shop. Two nodes at once write the same rows; one that dies in the middle leaves whole minutes, and the next call goes on there.
/// </summary>
internal static class SlaMinutes
{
    /// <summary>An order bears the time when its transaction began and is seen when that has ended. What takes longer than this is counted when its day is decided again.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>In one statement: at five million orders a day some 200,000, and a statement has 15 s.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromHours(1);

    /// <summary>When the last order of a minute has had its time. $1: how long that is.</summary>
    internal const string Decidable = "date_trunc('minute', now() - $1, 'UTC')";

    /// <summary>$2: how far back the first call looks.</summary>
    private const string ReadUndecided =
        $"""
        SELECT coalesce(
                   (SELECT max(minute) FROM reconciliation.sla_minutes) + interval '1 minute',
                   (SELECT date_trunc('minute', min(accepted_at), 'UTC') FROM orders.orders WHERE accepted_at >= now() - $2)),
               {Decidable}
        """;

    private const string ReadDecided = "SELECT min(minute), max(minute) + interval '1 minute' FROM reconciliation.sla_minutes WHERE minute >= $1 AND minute < $2";

    /// <summary>
    /// Deliveries are looked up one by one, by their key: joined, the planner may read all of them. Rows are written in the order of time, so that two nodes
    /// wait for each other and not in a circle. $1: kind; $2: the promise; $3, $4: the slice.
    /// </summary>
    private const string Count =
        """
        INSERT INTO reconciliation.sla_minutes AS s (minute, orders, within, rejected, missed, median, p99, slowest)
        SELECT m.minute, coalesce(c.orders, 0), coalesce(c.within, 0), coalesce(c.rejected, 0), coalesce(c.orders - c.within - c.rejected, 0), c.median, c.p99, c.slowest
        FROM generate_series($3, $4 - interval '1 minute', interval '1 minute') AS m (minute)
        LEFT JOIN (
            SELECT date_trunc('minute', o.accepted_at, 'UTC') AS minute,
                   count(*) AS orders,
                   count(*) FILTER (WHERE d.took <= $2) AS within,
                   count(*) FILTER (WHERE d.status = 'rejected') AS rejected,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY d.took) AS median,
                   percentile_disc(0.99) WITHIN GROUP (ORDER BY d.took) AS p99,
                   max(d.took) AS slowest
            FROM orders.orders o
            LEFT JOIN LATERAL (
                SELECT d.status, CASE WHEN d.status = 'accepted' THEN d.settled_at - o.accepted_at END AS took
                FROM notifications.deliveries d WHERE d.order_id = o.order_id AND d.kind = $1
                LIMIT 1
            ) AS d ON true
            WHERE o.accepted_at >= $3 AND o.accepted_at < $4
            GROUP BY 1
        ) AS c USING (minute)
        ORDER BY m.minute
        """;

    internal const string CountOnce = $"{Count} ON CONFLICT (minute) DO NOTHING RETURNING s.within, s.missed, s.rejected";

    private const string CountAgain =
        $"""
        {Count}
        ON CONFLICT (minute) DO UPDATE
        SET orders = excluded.orders, within = excluded.within, rejected = excluded.rejected, missed = excluded.missed,
            median = excluded.median, p99 = excluded.p99, slowest = excluded.slowest, decided_at = now()
        WHERE (s.orders, s.within, s.rejected, s.missed, s.median, s.p99, s.slowest)
           IS DISTINCT FROM (excluded.orders, excluded.within, excluded.rejected, excluded.missed, excluded.median, excluded.p99, excluded.slowest)
        """;

    /// <summary>From the order of a minute's end to its decision.</summary>
    internal static TimeSpan DecidedAfter => DeliveryRules.DueWithin + Margin;

    /// <summary>Decides every minute that can be and is not yet, from the newest decided one on; at the very first time from the oldest order on, a day back at most.</summary>
    /// <returns>How many were written.</returns>
    public static async Task<int> DecideAsync(NpgsqlDataSource database, CancellationToken cancellation) =>
        await CountAsync(database, CountOnce, await SpanAsync(database, ReadUndecided, DecidedAfter, TimeSpan.FromDays(1), cancellation), cancellation);

    /// <summary>Counts decided minutes once more: an order may have become visible after its minute was decided, a late e-mail may have gone out.</summary>
    /// <returns>How many were changed.</returns>
    public static async Task<int> DecideAgainAsync(NpgsqlDataSource database, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        await CountAsync(database, CountAgain, await SpanAsync(database, ReadDecided, from, until, cancellation), cancellation);

    private static async Task<int> CountAsync(NpgsqlDataSource database, string sql, (DateTimeOffset From, DateTimeOffset Until)? span, CancellationToken cancellation)
    {
        var written = 0;
        for (var from = span?.From; from < span?.Until; from += Slice)
            written += await CountSliceAsync(database, sql, from.Value, from.Value + Slice < span.Value.Until ? from.Value + Slice : span.Value.Until, cancellation);
        return written;
    }

    private static async Task<int> CountSliceAsync(NpgsqlDataSource database, string sql, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = Batch.PlannedAnew(connection);
        var count = new NpgsqlBatchCommand(sql)
        {
            Parameters = { Parameter.Of(NotificationKind.OrderConfirmation), Parameter.Of(DeliveryRules.DueWithin), Parameter.Of(from), Parameter.Of(until) },
        };
        batch.BatchCommands.Add(count);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            ReconciliationTelemetry.Decided(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
        await rows.NextResultAsync(cancellation); // only then it stands
        return (int)count.Rows;
    }

    private static async Task<(DateTimeOffset From, DateTimeOffset Until)?> SpanAsync<T>(NpgsqlDataSource database, string sql, T first, T second, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Parameter.Of(first));
        command.Parameters.Add(Parameter.Of(second));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) && !row.IsDBNull(0) ? (row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }
}
