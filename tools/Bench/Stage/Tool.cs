using System.Globalization;
using System.Net.Sockets;
using Notifications.Bench.Sink;
using Notifications.LocalStack;
using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Processes;

namespace Notifications.Bench.Stage;

/// <summary>This very program, started again as a process of its own: what it uses is counted apart.</summary>
internal static class Tool
{
    // One compilation, the best one: these run for seconds, and must not compile themselves again while they measure.
    private static readonly Dictionary<string, string> Settings = new() { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_TieredPGO"] = "0" };

    public static ChildProcess Start(string name, string logFolder, params string[] arguments) => ChildProcess.Start(
        new ProcessPlan(name, "dotnet", [BuildOutput.ProgramOf("Bench"), .. arguments]) { Environment = Settings }, logFolder);

    /// <summary>With the runtime's own settings, for what stands in the place of our hosts.</summary>
    public static ChildProcess StartAsProduction(string name, string logFolder, params string[] arguments) =>
        ChildProcess.Start(new ProcessPlan(name, "dotnet", [BuildOutput.ProgramOf("Bench"), .. arguments]), logFolder);

    public static async Task<(ChildProcess Process, int Port)> StartSinkAsync(string logFolder, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        var sink = Start("sink", logFolder, "sink", "--port", port.ToString(CultureInfo.InvariantCulture));
        while (true)
        {
            try
            {
                new SinkClient(port).Dispose();
                return (sink, port);
            }
            catch (SocketException) when (!sink.HasExited)
            {
                await Task.Delay(20, cancellation);
            }
        }
    }
}
