namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>One e-mail: an order and a kind of notification.</summary>
public readonly record struct DeliveryKey(Guid OrderId, string Kind) : IComparable<DeliveryKey>
{
    public int CompareTo(DeliveryKey other) =>
        OrderId.CompareTo(other.OrderId) is not 0 and var order ? order : string.CompareOrdinal(Kind, other.Kind);
}
