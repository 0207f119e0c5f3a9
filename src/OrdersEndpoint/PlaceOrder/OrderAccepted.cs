namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>The answer to an accepted order.</summary>
public sealed record OrderAccepted(Guid OrderId, string Status, decimal Total, string Currency, DateTimeOffset AcceptedAt);
