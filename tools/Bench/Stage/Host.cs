using Notifications.LocalStack.Hosts;
using Notifications.Testing;

namespace Notifications.Bench.Stage;

/// <summary>A process that is measured, whoever's it is.</summary>
/// <param name="Pid">Of it.</param>
/// <param name="Address">As host:port; empty for one that nobody calls.</param>
/// <param name="Stop">As a deployment does it.</param>
/// <param name="Owned">Ends it.</param>
internal sealed record Host(int Pid, string Address, Func<Task> Stop, IAsyncDisposable Owned) : IAsyncDisposable
{
    public static async Task<Host> StartAsync(string project, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        var process = await HostProcess.StartAsync(project, settings, cancellation: cancellation);
        return new Host(process.Pid, process.Address.Authority, process.TerminateAsync, process);
    }

    /// <summary>A sub-command of this program.</summary>
    /// <param name="port">Where it listens, with <c>/health/ready</c>; 0 for one that does not.</param>
    public static async Task<Host> StartToolAsync(string name, string logFolder, int port, CancellationToken cancellation, params string[] arguments)
    {
        var process = Tool.StartAsProduction(name, logFolder, arguments);
        try
        {
            if (port != 0)
                await HostStart.WaitUntilReadyAsync(process, new Uri($"http://127.0.0.1:{port}/health/ready"), cancellation);
            return new Host(process.Pid, $"127.0.0.1:{port}", process.StopAsync, process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Owned.DisposeAsync();
}
