namespace Notifications.Messages;

/// <summary>The addresses that messages are sent to: for each a queue and an exchange of that name.</summary>
public static class Endpoints
{
    public const string Orders = "OrdersEndpoint";
    public const string Notification = "NotificationEndpoint";
    public const string Reconciliation = "ReconciliationJob";

    /// <summary>Where a message ends that nobody could handle; read by ServicePulse.</summary>
    public const string Error = "error";
}
