using System.Data.Common;
using Npgsql;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>All SQL that reads orders: the order, its items, and what outbox and ledger know about its confirmation.</summary>
public sealed class OrderReader(NpgsqlDataSource database)
{
    private const string Order =
        """
        SELECT o.customer_id, o.customer_name, o.customer_email, o.currency, o.locale, o.total, o.status, o.accepted_at,
               coalesce(d.status, CASE WHEN EXISTS (SELECT FROM messaging.outbox WHERE message_id = $2) THEN 'stored' ELSE 'published' END) AS confirmation,
               coalesce(d.attempt, 0) AS attempt,
               CASE WHEN d.status = 'accepted' THEN d.settled_at END AS email_accepted_at,
               d.reply, d.reason, d.next_attempt_at, coalesce(d.possible_duplicate, false) AS possible_duplicate
        FROM orders.orders o
        LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = $3
        WHERE o.order_id = $1
        """;

    private const string Items = "SELECT sku, name, qty, unit_price FROM orders.order_items WHERE order_id = $1 ORDER BY line";

    /// <param name="orderId">The order.</param>
    /// <param name="messageId">Of the command that asks for its confirmation.</param>
    /// <param name="kind">Of notification.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>Null when there is no such order.</returns>
    public async Task<OrderView?> FindAsync(Guid orderId, Guid messageId, string kind, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Order)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = orderId },
                        new NpgsqlParameter<Guid> { TypedValue = messageId },
                        new NpgsqlParameter<string> { TypedValue = kind },
                    },
                },
                new NpgsqlBatchCommand(Items) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = orderId } } },
            },
        };

        await using var row = await batch.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation))
            return null;
        var order = ReadOrder(orderId, row);
        await row.NextResultAsync(cancellation);
        var items = new List<ItemView>();
        while (await row.ReadAsync(cancellation))
            items.Add(new ItemView(row.GetString(0), Nullable<string>(row, "name"), row.GetInt32(2), row.GetDecimal(3)));
        return order with { Items = items };
    }

    private static OrderView ReadOrder(Guid orderId, DbDataReader row)
    {
        var acceptedAt = row.GetFieldValue<DateTimeOffset>(row.GetOrdinal("accepted_at"));
        var emailAt = NullableTime(row, "email_accepted_at");
        return new OrderView(
            orderId,
            row.GetString(row.GetOrdinal("status")),
            row.GetString(row.GetOrdinal("customer_id")),
            new CustomerView(row.GetString(row.GetOrdinal("customer_name")), row.GetString(row.GetOrdinal("customer_email"))),
            row.GetString(row.GetOrdinal("currency")),
            Nullable<string>(row, "locale"),
            [],
            row.GetDecimal(row.GetOrdinal("total")),
            acceptedAt,
            new ConfirmationView(
                row.GetString(row.GetOrdinal("confirmation")),
                row.GetInt32(row.GetOrdinal("attempt")),
                emailAt,
                emailAt is { } at ? Math.Round((at - acceptedAt).TotalSeconds, 3) : null,
                Nullable<string>(row, "reply"),
                Nullable<string>(row, "reason"),
                NullableTime(row, "next_attempt_at"),
                row.GetBoolean(row.GetOrdinal("possible_duplicate"))));
    }

    private static T? Nullable<T>(DbDataReader row, string column)
        where T : class =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetFieldValue<T>(row.GetOrdinal(column));

    private static DateTimeOffset? NullableTime(DbDataReader row, string column) =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));
}
