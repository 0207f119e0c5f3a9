using Notifications.Testing;

namespace Notifications.ReconciliationJob.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
