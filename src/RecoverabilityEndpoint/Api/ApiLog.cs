namespace Notifications.RecoverabilityEndpoint.Api;

/// <summary>Log lines about the API for failed messages, each once, with its id (6030–6049).</summary>
internal static partial class ApiLog
{
    [LoggerMessage(6030, LogLevel.Warning, "Whoever reaches this port operates failed messages, without a token: ServicePulse:Open is true. It is for a machine that nobody else reaches.")]
    public static partial void IsOpen(this ILogger log);
}
