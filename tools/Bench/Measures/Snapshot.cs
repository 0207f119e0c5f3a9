using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Notifications.Bench.Measures;

/// <summary>What everything has used until now.</summary>
/// <param name="Processes">By role.</param>
/// <param name="Wal">Bytes that PostgreSQL has written to its log.</param>
/// <param name="Commits">In the shop's database.</param>
/// <param name="Busy">Microseconds of processor of the whole machine, whoever's.</param>
/// <param name="At">Ticks.</param>
internal sealed record Snapshot(IReadOnlyDictionary<string, Usage> Processes, long Wal, long Commits, double Busy, long At)
{
    private const string Counters = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, xact_commit FROM pg_stat_database WHERE datname = current_database()";

    public static async Task<Snapshot> TakeAsync(NpgsqlDataSource database, IReadOnlyList<(string Role, int Pid)> processes, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Counters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var used = processes.GroupBy(process => process.Role).ToDictionary(role => role.Key, role => role.Aggregate(default(Usage), (sum, process) => sum + Usage.Of(process.Pid)));
        return new Snapshot(used, reader.GetInt64(0), reader.GetInt64(1), BusyOfMachine(), Stopwatch.GetTimestamp());
    }

    /// <summary>Cores that were busy for nobody of ours: next to a busy neighbour a measurement says little.</summary>
    /// <param name="earlier">Since then.</param>
    /// <param name="ours">Microseconds of ours since then.</param>
    public double OthersSince(Snapshot earlier, double ours) => Math.Max(Busy - earlier.Busy - ours, 0) / Stopwatch.GetElapsedTime(earlier.At, At).TotalMicroseconds;

    private static double BusyOfMachine()
    {
        // "cpu", user, nice, system, idle, iowait, irq, softirq, steal, …; see proc(5)
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields[1..4].Concat(fields[6..9]).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * Usage.MicrosecondsOfTick;
    }

    /// <summary>A process that was not there earlier has used all of it since.</summary>
    public Dictionary<string, Usage> Since(Snapshot earlier) =>
        Processes.ToDictionary(process => process.Key, process => process.Value - earlier.Processes.GetValueOrDefault(process.Key));
}
