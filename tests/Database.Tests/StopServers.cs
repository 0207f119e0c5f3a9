using Notifications.Testing;

namespace Notifications.Database.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
