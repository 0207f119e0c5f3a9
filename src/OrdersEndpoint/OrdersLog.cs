namespace Notifications.OrdersEndpoint;

/// <summary>Every log line of this endpoint, once, with its id (2000–2999).</summary>
internal static partial class OrdersLog
{
    [LoggerMessage(2000, LogLevel.Error, "Order {OrderId} was not stored, or its commit had no answer ({Reason}); the client was told 503.")]
    public static partial void OrderNotStored(this ILogger log, Guid orderId, string reason, Exception? failure);

    [LoggerMessage(2001, LogLevel.Warning, "The machine is busy and e-mails fall behind: {Waiting} commands wait (Intake:SlowDownAt is {Most}), so no more than {Rate:0} orders a second are taken for now.")]
    public static partial void SlowsDown(this ILogger log, long waiting, int most, double rate);

    [LoggerMessage(2002, LogLevel.Information, "E-mails have caught up: orders are taken as they come again.")]
    public static partial void AtFullSpeedAgain(this ILogger log);

    [LoggerMessage(2010, LogLevel.Warning, "The database does not answer who reads orders ({Reason}); they are told 503, or what was known before. Left out since this was last said: {LeftOut}.")]
    public static partial void NotRead(this ILogger log, string reason, long leftOut, Exception? failure);

    [LoggerMessage(2011, LogLevel.Information, "Orders are read again. Left out since it was said that they are not: {LeftOut}.")]
    public static partial void ReadAgain(this ILogger log, long leftOut);
}
