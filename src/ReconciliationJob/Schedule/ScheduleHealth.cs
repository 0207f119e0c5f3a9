using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>Degraded, not unhealthy, when no node makes runs: this one can still be asked, and restarting it helps nobody.</summary>
internal sealed class ScheduleHealth(ScheduleWatch watch, ReconciliationSettings settings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        watch.Age is { } age && age >= ScheduleWatch.Longest(settings)
            ? HealthCheckResult.Degraded($"The last run ended {age.TotalSeconds:0} s ago; one is due every {settings.Every.TotalSeconds:0} s.")
            : HealthCheckResult.Healthy());
}
