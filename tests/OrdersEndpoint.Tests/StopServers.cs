using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
