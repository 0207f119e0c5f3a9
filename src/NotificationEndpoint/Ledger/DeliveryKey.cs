using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>One e-mail: an order and a kind of notification.</summary>
public readonly record struct DeliveryKey(Guid OrderId, string Kind)
{
    /// <summary>As messages, the e-mail's Message-ID, logs and traces bear it.</summary>
    public Guid Id => DeliveryId.For(OrderId, Kind);
}
