using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>Degraded, not unhealthy, when no node makes runs: this one can still be asked, and restarting it helps nobody.</summary>
internal sealed class ScheduleHealth(ScheduleStart schedule, ScheduleWatch watch, ReconciliationSettings settings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Of(schedule.HasStarted, watch.Age, settings));

    internal static HealthCheckResult Of(bool hasStarted, TimeSpan? age, ReconciliationSettings settings) => (hasStarted, age) switch
    {
        (false, _) => HealthCheckResult.Unhealthy("The schedule has not started on this node; the log says why."),
        (true, { } passed) when passed >= ScheduleWatch.Longest(settings) =>
            HealthCheckResult.Degraded($"The last run ended {passed.TotalSeconds:0} s ago; one is due every {settings.Every.TotalSeconds:0} s."),
        _ => HealthCheckResult.Healthy(),
    };
}
