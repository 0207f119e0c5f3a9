namespace Notifications.OrdersEndpoint.ListOrders;

/// <summary>A page of <c>GET /orders</c>, newest first.</summary>
/// <param name="Orders">Up to as many as were asked for.</param>
/// <param name="NextCursor">For the parameter <c>cursor</c> of the next page; null when this is the last.</param>
public sealed record OrderListView(IReadOnlyList<OrderListItem> Orders, string? NextCursor);

/// <param name="OrderId">A UUIDv7: ids sort by the time at which orders were placed.</param>
/// <param name="Status">Of the order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Total">In that currency.</param>
/// <param name="AcceptedAt">By the database's clock, UTC.</param>
/// <param name="ItemCount">How many items it has.</param>
/// <param name="ConfirmationStatus">stored, published, claimed, accepted, deferred, rejected or unknown; docs/states.md says what each means.</param>
public sealed record OrderListItem(
    Guid OrderId, string Status, string CustomerId, string Currency, decimal Total, DateTimeOffset AcceptedAt, long ItemCount, string ConfirmationStatus);
