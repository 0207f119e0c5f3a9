namespace Notifications.NotificationEndpoint;

/// <summary>Log lines of handler and ledger, each once, with its id (3000–3099).</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(3000, LogLevel.Debug, "E-mail {DeliveryId} of order {OrderId}: {Outcome} at attempt {Attempt} by relay {Relay}, {Seconds:0.000} s after it was placed.")]
    public static partial void Ended(this ILogger log, Guid deliveryId, Guid orderId, string outcome, int attempt, string? relay, double seconds);

    [LoggerMessage(3001, LogLevel.Warning, "E-mail {DeliveryId}: an earlier attempt ended unseen; it is sent again and marked as a possible duplicate.")]
    public static partial void SentAgain(this ILogger log, Guid deliveryId);

    [LoggerMessage(3002, LogLevel.Warning, "E-mail {DeliveryId}: the ledger cannot be asked ({Reason}); it is tried again in seconds. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void NotClaimed(this ILogger log, Guid deliveryId, string reason, long leftOut);

    [LoggerMessage(3003, LogLevel.Information, "The ledger can be asked again. Left out since it was said that it cannot be: {LeftOut}.")]
    public static partial void ClaimedAgain(this ILogger log, long leftOut);

    [LoggerMessage(3010, LogLevel.Warning, "E-mail {DeliveryId}: attempt {Attempt} ended as {Outcome}, but somebody has taken over; the newer attempt counts.")]
    public static partial void TakenOver(this ILogger log, Guid deliveryId, int attempt, string outcome);

    [LoggerMessage(3011, LogLevel.Error, "E-mail {DeliveryId}: the end of attempt {Attempt} could not be written ({Reason}); trying until it stands. Look at PostgreSQL. Left out since this was last said: {LeftOut}.")]
    public static partial void NotRecorded(this ILogger log, Guid deliveryId, int attempt, string reason, long leftOut);

    [LoggerMessage(3012, LogLevel.Information, "The ends of attempts are written again. Left out since it was said that they are not: {LeftOut}.")]
    public static partial void RecordedAgain(this ILogger log, long leftOut);
}
