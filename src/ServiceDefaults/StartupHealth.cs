using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Notifications.ServiceDefaults;

/// <summary>Settings are checked and hosted services have begun. No server is asked: starting a container anew because PostgreSQL is away helps nobody.</summary>
internal sealed class StartupHealth(IHostApplicationLifetime host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        host.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The host is starting: not all of its services have begun."));
}
