using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>The orders that earlier requests have placed, found by their keys.</summary>
internal static class EarlierOrders
{
    private const string Find =
        """
        SELECT o.request_key, o.order_id, o.placed_at, o.customer_id, o.customer_name, o.customer_email, o.currency, o.locale, o.accepted_at,
               i.sku, i.name, i.qty, i.unit_price
        FROM orders.orders o
        JOIN orders.order_items i USING (order_id)
        WHERE o.request_key = ANY($1)
        ORDER BY o.order_id, i.line
        """;

    public static async Task<Dictionary<Guid, (Order Order, DateTimeOffset AcceptedAt)>> FindAsync(NpgsqlConnection connection, IReadOnlyList<Guid> keys)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // The plan that is kept for a prepared statement may be from when the table was empty: it would read all of it.
                new NpgsqlBatchCommand("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"),
                new NpgsqlBatchCommand(Find) { Parameters = { Parameter.Of(keys.ToArray()) } },
            },
        };

        var earlier = await ReadAsync(batch);
        if (earlier.Count > 0)
            await StandbyWatch.ConfirmAsync(connection);
        return earlier;
    }

    private static async Task<Dictionary<Guid, (Order Order, DateTimeOffset AcceptedAt)>> ReadAsync(NpgsqlBatch batch)
    {
        var earlier = new Dictionary<Guid, (Order, DateTimeOffset)>();
        var lines = new List<OrderLine>();
        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            var key = rows.GetGuid(0);
            if (!earlier.ContainsKey(key))
                earlier.Add(key, (Read(rows, key, lines = []), rows.GetFieldValue<DateTimeOffset>(8)));
            lines.Add(new OrderLine(rows.GetString(9), Nullable(rows, 10), rows.GetInt32(11), rows.GetDecimal(12)));
        }

        return earlier;
    }

    private static Order Read(NpgsqlDataReader row, Guid key, List<OrderLine> lines) => new(
        row.GetGuid(1),
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetString(3),
        new OrderCustomer(row.GetString(4), row.GetString(5)),
        row.GetString(6),
        Nullable(row, 7),
        lines,
        key);

    private static string? Nullable(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
