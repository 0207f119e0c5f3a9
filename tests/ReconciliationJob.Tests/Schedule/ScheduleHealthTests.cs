using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notifications.ReconciliationJob.Schedule;

namespace Notifications.ReconciliationJob.Tests.Schedule;

[Parallelizable(ParallelScope.All)]
public sealed class ScheduleHealthTests
{
    [TestCase(false, null, HealthStatus.Unhealthy)]
    [TestCase(false, 10, HealthStatus.Unhealthy, Description = "another node makes runs, and this one would not")]
    [TestCase(true, null, HealthStatus.Healthy, Description = "nobody knows yet")]
    [TestCase(true, 49, HealthStatus.Healthy)]
    [TestCase(true, 50, HealthStatus.Degraded, Description = "two runs were due, and another node had the time to take over")]
    public void A_schedule_that_has_not_started_is_not_ready_and_one_that_stands_degrades(bool hasStarted, int? seconds, HealthStatus status) =>
        Assert.That(ScheduleHealth.Of(hasStarted, seconds is { } age ? TimeSpan.FromSeconds(age) : null, new ReconciliationSettings()).Status, Is.EqualTo(status));
}
