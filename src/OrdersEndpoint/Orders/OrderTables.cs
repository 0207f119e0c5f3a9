using Npgsql;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>All SQL that writes orders. Many orders in one statement: an array a column.</summary>
internal static class OrderTables
{
    public const string KeyIndex = "orders_request_key";

    /// <summary>
    /// An order whose key another transaction is about to store waits for its end. That is a moment, unless its process was cut off in the middle; then nobody here
    /// is to wait with it. For the transaction alone.
    /// </summary>
    public static NpgsqlBatchCommand LimitWaitForKeys() => new("SELECT set_config('lock_timeout', '1s', true)");

    /// <summary>Returns the time of acceptance, the same in every row of the transaction. A key that has an order already is an error.</summary>
    public static NpgsqlBatchCommand InsertOrders(IReadOnlyList<Order> orders) => new(
        """
        INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, request_key)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        RETURNING accepted_at
        """)
    {
        Parameters =
        {
            Column(orders, order => order.Id),
            Column(orders, order => order.CustomerId),
            Column(orders, order => order.Customer.Name),
            Column(orders, order => order.Customer.Email),
            Column(orders, order => order.Currency),
            Column(orders, order => order.Locale),
            Column(orders, order => order.Total),
            Column(orders, order => order.PlacedAt.UtcDateTime),
            Column(orders, order => order.RequestKey),
        },
    };

    public static NpgsqlBatchCommand InsertItems(IReadOnlyList<Order> orders)
    {
        var items = orders.SelectMany(order => order.Lines.Select((line, index) => (order.Id, Number: index + 1, Line: line))).ToList();
        return new NpgsqlBatchCommand(
            """
            INSERT INTO orders.order_items (order_id, line, sku, name, qty, unit_price)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            """)
        {
            Parameters =
            {
                Column(items, item => item.Id),
                Column(items, item => item.Number),
                Column(items, item => item.Line.Sku),
                Column(items, item => item.Line.Name),
                Column(items, item => item.Line.Quantity),
                Column(items, item => item.Line.UnitPrice),
            },
        };
    }

    private static NpgsqlParameter<T[]> Column<TRow, T>(List<TRow> rows, Func<TRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<Order> orders, Func<Order, T> value) => new() { TypedValue = [.. orders.Select(value)] };
}
