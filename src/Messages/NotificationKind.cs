namespace Notifications.Messages;

/// <summary>The kinds of e-mail that an order can lead to. With the order's id, the key of a delivery.</summary>
public static class NotificationKind
{
    public const string OrderConfirmation = "order-confirmation";
}
