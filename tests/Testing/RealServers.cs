using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>
/// PostgreSQL and RabbitMQ for one test run: what the test runner has started and named by environment variables, else our
/// own: containers when a Docker engine answers, private native instances otherwise. Started by the first test that asks.
/// </summary>
/// <remarks>
/// A test project stops them at its end:
/// <code>[SetUpFixture] public sealed class StopServers { [OneTimeTearDown] public Task Stop() => RealServers.StopAsync(); }</code>
/// Without that they are stopped when the process ends in good order; what a killed process leaves, the next run clears away.
/// </remarks>
public static class RealServers
{
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static OwnServers? _own;
    private static ServerAddresses? _addresses;

    public static async Task<ServerAddresses> GetAsync(CancellationToken cancellation = default)
    {
        await OneAtATime.WaitAsync(cancellation);
        try
        {
            return _addresses ??= ServerVariables.Read() ?? await StartOwnAsync(cancellation);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Stops what we started; servers of the test runner are left to it.</summary>
    public static async Task StopAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            if (_own is not null)
                await _own.DisposeAsync();
            _own = null;
            _addresses = null;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task<ServerAddresses> StartOwnAsync(CancellationToken cancellation)
    {
        // As the last resort: a test host that was told to end does not wait for long.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().Wait(TimeSpan.FromSeconds(20));
        _own = await OwnServers.StartAsync(cancellation);
        return _own.Addresses;
    }
}
