using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notifications.Messaging.Inbound;

namespace Notifications.NotificationEndpoint;

/// <summary>Ready when this process consumes.</summary>
internal sealed class ConsumerHealth(Consumer consumer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        consumer.IsConsuming ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Not connected to RabbitMQ; the log says why."));
}
