namespace Notifications.RecoverabilityEndpoint.Webhooks;

/// <summary>Log lines of the webhook, each once, with its id (6070–6079).</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(6070, LogLevel.Warning, "The webhook was not told that messages have failed ({Reason}); it is told again, later. Look at Webhook:Url and at who listens there. Left out since this was last said: {LeftOut}.")]
    public static partial void NotTold(this ILogger log, string reason, long leftOut, Exception? failure);

    [LoggerMessage(6071, LogLevel.Information, "The webhook can be told again. Left out since it was said that it cannot be: {LeftOut}.")]
    public static partial void ToldAgain(this ILogger log, long leftOut);
}
