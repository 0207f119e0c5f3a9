using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notifications.NotificationEndpoint.Relays;

namespace Notifications.NotificationEndpoint;

/// <summary>Says which relays are down. The process stays ready: another relay takes the mail, or it waits in the queue, where starting anew helps nobody.</summary>
internal sealed class RelayHealth(RelaySet relays) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        relays.Down is { Count: > 0 } down
            ? HealthCheckResult.Degraded($"No mail goes to {string.Join(", ", down)}; the log says why.")
            : HealthCheckResult.Healthy());
}
