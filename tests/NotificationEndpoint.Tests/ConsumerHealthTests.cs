using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notifications.NotificationEndpoint.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class ConsumerHealthTests
{
    [TestCase(true, true, null, HealthStatus.Healthy)]
    [TestCase(true, true, "no relay", HealthStatus.Degraded, Description = "a pause of seconds: messages are held")]
    [TestCase(true, false, "no relay", HealthStatus.Degraded, Description = "a long one: they are handed back")]
    [TestCase(true, false, null, HealthStatus.Unhealthy)]
    [TestCase(false, false, null, HealthStatus.Unhealthy)]
    [TestCase(false, false, "no relay", HealthStatus.Unhealthy, Description = "paused or not, without a broker nothing will come")]
    public void A_pause_degrades_and_only_a_missing_broker_is_unhealthy(bool isConnected, bool isConsuming, string? pausedFor, HealthStatus status)
    {
        var health = ConsumerHealth.Of(isConnected, isConsuming, pausedFor);
        Assert.That(health.Status, Is.EqualTo(status));
        if (status == HealthStatus.Degraded)
            Assert.That(health.Description, Is.EqualTo("Paused: no relay"));
    }
}
