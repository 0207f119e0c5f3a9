using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Notifications.Bench.Stage;
using Notifications.LocalStack.Processes;
using Npgsql;

namespace Notifications.Bench.Report;

/// <summary>What it was measured on. Figures mean nothing without it.</summary>
/// <param name="FlushMicroseconds">Until 8 kB are on the disk that has the servers' data: the middle one of fifty. A disk that lies about it, or a file system in memory, shows here.</param>
public sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string Kernel, string System, string Dotnet, string Postgres, string RabbitMq, double FlushMicroseconds, IReadOnlyList<string> PostgresSettings)
{
    private static readonly byte[] Page = new byte[8192];

    internal static async Task<Machine> LookAsync(Servers servers, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(servers.Postgres.ConnectionString);
        await using var version = source.CreateCommand("SHOW server_version");
        var rabbitMq = await ShortCommand.RunAsync(["dpkg-query", "-W", "-f", "${Version}", "rabbitmq-server"], TimeSpan.FromSeconds(10), cancellation);
        return new Machine(
            Line("/proc/cpuinfo", "model name"),
            Environment.ProcessorCount,
            Math.Round(double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024, 1),
            $"Linux {(await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancellation)).Trim()}",
            Line("/etc/os-release", "PRETTY_NAME").Trim('"'),
            RuntimeInformation.FrameworkDescription,
            (string)(await version.ExecuteScalarAsync(cancellation))!,
            rabbitMq.Succeeded ? rabbitMq.Output.Trim() : "unknown",
            Flush(),
            ServerSettings.Postgres);
    }

    private static double Flush()
    {
        var file = Path.Combine(Path.GetTempPath(), $"notifications-flush-{Guid.NewGuid():N}");
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose, BufferSize = 0 });
        return Enumerable.Range(0, 50).Select(_ => Once()).Order().ElementAt(25);

        double Once()
        {
            var began = Stopwatch.GetTimestamp();
            stream.Position = 0;
            stream.Write(Page);
            stream.Flush(flushToDisk: true);
            return Math.Round(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }
    }

    private static string Line(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split([':', '='], 2)[1].Trim() ?? "unknown";
}
