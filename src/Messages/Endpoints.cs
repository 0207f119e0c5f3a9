namespace Notifications.Messages;

/// <summary>The addresses that messages are sent to: for each a queue and an exchange of that name.</summary>
public static class Endpoints
{
    public const string Orders = "OrdersEndpoint";
    public const string Notification = "NotificationEndpoint";
    public const string Reconciliation = "ReconciliationJob";

    public const string Recoverability = "RecoverabilityEndpoint";

    /// <summary>Where a message ends that nobody could handle; read by RecoverabilityEndpoint, or by ServiceControl.</summary>
    public const string Error = "error";

    /// <summary>
    /// The second address of an endpoint that receives. What it puts off comes back by this one, and so does what is driven again: however much
    /// that is, it does not stand in front of new messages.
    /// </summary>
    public static string RetriesOf(string endpoint) => $"{endpoint}.Retries";
}
