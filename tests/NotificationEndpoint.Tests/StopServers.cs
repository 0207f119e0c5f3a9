using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
