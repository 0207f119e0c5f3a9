namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>One e-mail: an order and a kind of notification.</summary>
public readonly record struct DeliveryKey(Guid OrderId, string Kind);
