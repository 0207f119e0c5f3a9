using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
