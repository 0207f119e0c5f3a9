using Notifications.Messages;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>Makes the command of an order again from its rows: the same content that was sent when the order was accepted.</summary>
internal static class OrderCommands
{
    private const string Read =
        """
        SELECT o.order_id, o.placed_at, o.customer_name, o.customer_email, o.currency, o.locale, i.sku, i.name, i.qty, i.unit_price, o.trace_id, o.span_id
        FROM orders.orders o
        JOIN orders.order_items i USING (order_id)
        WHERE o.order_id = ANY($1)
        ORDER BY o.accepted_at, o.order_id, i.line
        """;

    private const string ReadStored = "SELECT message_id FROM messaging.outbox WHERE message_id = ANY($1)";

    /// <returns>The commands, the oldest order first, with the traces of their orders, and which of their messages are still in the outbox.</returns>
    public static async Task<(IReadOnlyList<(SendOrderConfirmation Command, StoredTrace? Trace)> Commands, IReadOnlySet<Guid> Stored)> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Guid> orders, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Read) { Parameters = { Parameter.Of(orders.ToArray()) } },
                new NpgsqlBatchCommand(ReadStored) { Parameters = { Parameter.Column(orders, MessageId) } },
            },
        };

        var commands = new List<(SendOrderConfirmation Command, StoredTrace? Trace)>();
        var lines = new List<OrderLine>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var orderId = rows.GetGuid(0);
            if (commands.Count == 0 || commands[^1].Command.OrderId != orderId)
                commands.Add((ReadOrder(orderId, rows, lines = []), rows.IsDBNull(10) ? null : new StoredTrace(rows.GetGuid(10), rows.GetInt64(11))));
            lines.Add(new OrderLine(rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7), rows.GetInt32(8), rows.GetDecimal(9)));
        }

        await rows.NextResultAsync(cancellation);
        var stored = new HashSet<Guid>();
        while (await rows.ReadAsync(cancellation))
            stored.Add(rows.GetGuid(0));
        return (commands, stored);
    }

    public static Guid MessageId(Guid order) => DeliveryId.For(order, NotificationKind.OrderConfirmation);

    private static SendOrderConfirmation ReadOrder(Guid orderId, NpgsqlDataReader row, List<OrderLine> lines) => new(
        orderId,
        row.GetFieldValue<DateTimeOffset>(1),
        new OrderCustomer(row.GetString(2), row.GetString(3)),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        lines);
}
