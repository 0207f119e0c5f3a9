using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Telemetry;
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

    /// <summary>The server itself refuses what else the transaction is to store. For the transaction alone, whoever pools connections in between.</summary>
    public static NpgsqlBatchCommand StoreNothing() => new("SELECT set_config('transaction_read_only', 'on', true)");

    /// <summary>Returns the time of acceptance, the same in every row of the transaction. A key that has an order already is an error.</summary>
    /// <param name="orders">In their order.</param>
    /// <param name="traces">In the same order; null for one whose trace is not recorded.</param>
    public static NpgsqlBatchCommand InsertOrders(IReadOnlyList<Order> orders, IReadOnlyList<StoredTrace?> traces) => new(
        """
        INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, request_key, trace_id, span_id)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        RETURNING accepted_at
        """)
    {
        Parameters =
        {
            Parameter.Column(orders, order => order.Id),
            Parameter.Column(orders, order => order.CustomerId),
            Parameter.Column(orders, order => order.Customer.Name),
            Parameter.Column(orders, order => order.Customer.Email),
            Parameter.Column(orders, order => order.Currency),
            Parameter.Column(orders, order => order.Locale),
            Parameter.Column(orders, order => order.Total),
            Parameter.Column(orders, order => order.PlacedAt.UtcDateTime),
            Parameter.Column(orders, order => order.RequestKey),
            Parameter.Column(traces, trace => trace?.TraceId),
            Parameter.Column(traces, trace => trace?.SpanId),
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
                Parameter.Column(items, item => item.Id),
                Parameter.Column(items, item => item.Number),
                Parameter.Column(items, item => item.Line.Sku),
                Parameter.Column(items, item => item.Line.Name),
                Parameter.Column(items, item => item.Line.Quantity),
                Parameter.Column(items, item => item.Line.UnitPrice),
            },
        };
    }
}
