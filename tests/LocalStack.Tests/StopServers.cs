using Notifications.Testing;

namespace Notifications.LocalStack.Tests;

/// <summary>The servers of this run end with the assembly.</summary>
[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public Task Stop() => RealServers.StopAsync();
}
