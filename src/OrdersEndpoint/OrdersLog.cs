namespace Notifications.OrdersEndpoint;

/// <summary>Every log line of this endpoint, once, with its id (2000–2999).</summary>
internal static partial class OrdersLog
{
    [LoggerMessage(2000, LogLevel.Error, "Order {OrderId} was not stored, or its commit had no answer; the client was told 503.")]
    public static partial void OrderNotStored(this ILogger log, Guid orderId, Exception failure);

    [LoggerMessage(2010, LogLevel.Warning, "The database did not answer who reads orders; they were told 503, or what was known before.")]
    public static partial void NotRead(this ILogger log, Exception failure);
}
