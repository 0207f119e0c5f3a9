using System.Globalization;
using System.Runtime.InteropServices;
using Notifications.Bench.Stage;
using Notifications.LocalStack.Processes;
using Npgsql;

namespace Notifications.Bench.Report;

/// <summary>What it was measured on. Figures mean nothing without it.</summary>
public sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string Kernel, string System, string Dotnet, string Postgres, string RabbitMq, IReadOnlyList<string> PostgresSettings)
{
    internal static async Task<Machine> LookAsync(Servers servers, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(servers.Postgres.ConnectionString);
        await using var version = source.CreateCommand("SHOW server_version");
        var rabbitMq = await ShortCommand.RunAsync(["dpkg-query", "-W", "-f", "${Version}", "rabbitmq-server"], TimeSpan.FromSeconds(10), cancellation);
        return new Machine(
            Line("/proc/cpuinfo", "model name"),
            Environment.ProcessorCount,
            Math.Round(double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024, 1),
            RuntimeInformation.OSDescription,
            Line("/etc/os-release", "PRETTY_NAME").Trim('"'),
            RuntimeInformation.FrameworkDescription,
            (string)(await version.ExecuteScalarAsync(cancellation))!,
            rabbitMq.Succeeded ? rabbitMq.Output.Trim() : "unknown",
            ServerSettings.Postgres);
    }

    private static string Line(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split([':', '='], 2)[1].Trim() ?? "unknown";
}
