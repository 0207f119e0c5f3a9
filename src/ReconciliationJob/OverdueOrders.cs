using Notifications.Messages;
using Npgsql;

namespace Notifications.ReconciliationJob;

/// <summary>
/// All SQL of the job. Overdue: accepted longer ago than the grace time, not accepted or rejected by a relay, nobody has a live claim,
/// no next attempt is still ahead, not too often unseen, and not driven a moment ago. Everything is measured on the database's clock.
/// </summary>
internal static class OverdueOrders
{
    private const string Find =
        """
        SELECT o.order_id, o.placed_at, o.customer_name, o.customer_email, o.currency, o.locale,
               i.sku, i.name, i.qty, i.unit_price
        FROM (
            SELECT o.*
            FROM (
                SELECT o.order_id FROM orders.orders o
                WHERE o.accepted_at BETWEEN now() - $3 AND now() - $2
                  AND NOT EXISTS (SELECT FROM notifications.deliveries d WHERE d.order_id = o.order_id AND d.kind = $1)
              UNION ALL
                SELECT d.order_id FROM notifications.deliveries d
                WHERE d.kind = $1 AND d.status IN ('claimed', 'deferred', 'unknown') AND d.unseen_ends < $5
                  AND coalesce(d.lease_until, d.next_attempt_at) + $2 <= now()
            ) AS open
            JOIN orders.orders o USING (order_id)
            WHERE o.accepted_at BETWEEN now() - $3 AND now() - $2
              AND NOT EXISTS (SELECT FROM reconciliation.drives r WHERE r.order_id = o.order_id AND r.kind = $1 AND r.next_drive_at > now())
            ORDER BY o.accepted_at
            LIMIT $4
        ) o
        JOIN orders.order_items i USING (order_id)
        ORDER BY o.accepted_at, o.order_id, i.line
        """;

    private const string RememberDrives =
        """
        INSERT INTO reconciliation.drives AS r (order_id, kind, times, last_driven_at, next_drive_at)
        SELECT o.order_id, $2, 1, now(), now() + $3
        FROM unnest($1) AS o (order_id)
        ON CONFLICT (order_id, kind) DO UPDATE
        SET times = r.times + 1, last_driven_at = now(),
            next_drive_at = now() + least($3 * power(2, least(r.times, 10)), interval '15 minutes')
        """;

    private const string ForgetOldDrives = "DELETE FROM reconciliation.drives WHERE last_driven_at < now() - $1";

    /// <summary>The commands of overdue orders, the oldest first: the same content that was sent when the order was accepted.</summary>
    public static async Task<IReadOnlyList<SendOrderConfirmation>> FindAsync(
        NpgsqlDataSource database, string kind, ReconciliationSettings settings, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Text(kind), Time(settings.Grace), Time(settings.Window), Number(settings.Batch), Number(DeliveryRules.MostUnseenEnds),
        });

        var orders = new List<SendOrderConfirmation>();
        var lines = new List<OrderLine>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var orderId = rows.GetGuid(0);
            if (orders.Count == 0 || orders[^1].OrderId != orderId)
                orders.Add(ReadOrder(orderId, rows, lines = []));
            lines.Add(new OrderLine(rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7), rows.GetInt32(8), rows.GetDecimal(9)));
        }

        return orders;
    }

    public static NpgsqlBatchCommand Remember(IReadOnlyList<SendOrderConfirmation> orders, string kind, ReconciliationSettings settings) => new(RememberDrives)
    {
        Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. orders.Select(order => order.OrderId)] }, Text(kind), Time(settings.DriveAgain) },
    };

    /// <summary>Drives of orders that have left the window: nothing here grows with the age of the shop.</summary>
    public static NpgsqlBatchCommand Forget(ReconciliationSettings settings) => new(ForgetOldDrives) { Parameters = { Time(settings.Window) } };

    private static SendOrderConfirmation ReadOrder(Guid orderId, NpgsqlDataReader row, List<OrderLine> lines) => new(
        orderId,
        row.GetFieldValue<DateTimeOffset>(1),
        new OrderCustomer(row.GetString(2), row.GetString(3)),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        lines);

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<TimeSpan> Time(TimeSpan value) => new() { TypedValue = value };
}
