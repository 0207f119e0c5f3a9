using Notifications.Messages;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.OrdersEndpoint.ListOrders;

/// <summary>
/// The SQL that reads orders a page at a time, newest first. A page begins at a key, wherever it lies: it costs the same at any depth, and orders that come in
/// meanwhile move nothing.
/// </summary>
internal sealed class OrderList(Lookups lookups)
{
    private const string Columns =
        """
        SELECT o.order_id, o.status, o.customer_id, o.currency, o.total, o.accepted_at,
               (SELECT count(*) FROM orders.order_items i WHERE i.order_id = o.order_id) AS items,
               (SELECT d.status FROM notifications.deliveries d WHERE d.order_id = o.order_id AND d.kind = $1) AS confirmation
        FROM orders.orders o
        """;

    /// <summary>$1: kind; $2: before this order; $3: status; $4: how many.</summary>
    internal const string OfAll =
        $"""
        {Columns}
        WHERE o.order_id < $2 AND ($3::text IS NULL OR o.status = $3)
        ORDER BY o.order_id DESC
        LIMIT $4
        """;

    /// <summary>
    /// $5: customer. Written as a range of the index on customers: with a plain equality the server may believe that the customer has ordered lately, and walk
    /// through everybody's orders by their ids instead.
    /// </summary>
    internal const string OfCustomer =
        $"""
        {Columns}
        WHERE (o.customer_id, o.order_id) < ($5, $2) AND o.customer_id >= $5 AND ($3::text IS NULL OR o.status = $3)
        ORDER BY o.customer_id DESC, o.order_id DESC
        LIMIT $4
        """;

    private const string InOutbox = "SELECT message_id FROM messaging.outbox WHERE message_id = ANY($1)";

    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="TimeoutException">It is, or too many read already.</exception>
    public async Task<OrderListView> ReadAsync(ListRequest request, CancellationToken cancellation)
    {
        var found = await lookups.ReadAsync(PageOf(request), ReadPageAsync, cancellation);
        var shown = found.Take(request.Limit).ToList();
        var waiting = await FindWaitingAsync([.. shown.Where(order => order.Confirmation is null).Select(order => order.Item.OrderId)], cancellation);
        return new OrderListView(
            [.. shown.Select(order => order.Item with { ConfirmationStatus = order.Confirmation ?? Untaken(order.Item.OrderId) })],
            found.Count > request.Limit ? Cursor.After(shown[^1].Item.OrderId) : null);

        string Untaken(Guid order) => waiting.Contains(MessageOf(order)) ? "stored" : "published";
    }

    /// <summary>One more than is shown: then there is another page.</summary>
    private static NpgsqlBatchCommand PageOf(ListRequest request)
    {
        var page = new NpgsqlBatchCommand(request.CustomerId is null ? OfAll : OfCustomer)
        {
            Parameters =
            {
                Parameter.Of(NotificationKind.OrderConfirmation),
                Parameter.Of(request.After ?? Guid.AllBitsSet),
                Parameter.Of(request.Status),
                Parameter.Of(request.Limit + 1),
            },
        };
        if (request.CustomerId is not null)
            page.Parameters.Add(Parameter.Of(request.CustomerId));
        return page;
    }

    private static async Task<List<(OrderListItem Item, string? Confirmation)>> ReadPageAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        var orders = new List<(OrderListItem, string?)>();
        while (await rows.ReadAsync(cancellation))
        {
            var item = new OrderListItem(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetDecimal(4), rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt64(6),
                ConfirmationStatus: "");
            orders.Add((item, rows.IsDBNull(7) ? null : rows.GetString(7)));
        }

        return orders;
    }

    /// <summary>Commands that the broker does not have yet; asked only for orders that no consumer has taken on, which are few and new.</summary>
    private Task<HashSet<Guid>> FindWaitingAsync(Guid[] orders, CancellationToken cancellation) => orders.Length == 0
        ? Task.FromResult<HashSet<Guid>>([])
        : lookups.ReadAsync(
            new NpgsqlBatchCommand(InOutbox) { Parameters = { Parameter.Column(orders, MessageOf) } },
            async (rows, cancelled) =>
            {
                var waiting = new HashSet<Guid>();
                while (await rows.ReadAsync(cancelled))
                    waiting.Add(rows.GetGuid(0));
                return waiting;
            },
            cancellation);

    private static Guid MessageOf(Guid order) => DeliveryId.For(order, NotificationKind.OrderConfirmation);
}
