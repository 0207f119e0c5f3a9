using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notifications.Messaging.Inbound;

namespace Notifications.NotificationEndpoint;

/// <summary>Ready when this process consumes. One that pauses stays in service: no other would do better.</summary>
internal sealed class ConsumerHealth(Consumer consumer, ConsumerPause pause) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Of(consumer.IsConnected, consumer.IsConsuming, pause.Reason));

    internal static HealthCheckResult Of(bool isConnected, bool isConsuming, string? pausedFor) => (isConnected, isConsuming, pausedFor) switch
    {
        (true, _, { } reason) => HealthCheckResult.Degraded($"Paused: {reason}"),
        (true, true, null) => HealthCheckResult.Healthy(),
        _ => HealthCheckResult.Unhealthy("Not connected to RabbitMQ; the log says why."),
    };
}
