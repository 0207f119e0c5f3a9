using System.Globalization;

namespace Notifications.OrdersEndpoint.Pressure;

/// <summary>How busy the machine's processors are, all of them and whoever uses them: the first line of Linux's <c>/proc/stat</c> (proc_stat(5)), in ticks since it started.</summary>
internal sealed class Processors(string file = "/proc/stat")
{
    private const int Idle = 4;
    private const int WaitsForDisk = 5;

    private (long Busy, long All) _last;

    public bool AreKnown => File.Exists(file);

    /// <returns>0 to 1; 0 when no time has passed, or when the file cannot be read or is another one: then nothing is slowed down.</returns>
    public double BusySinceLastTime()
    {
        (long Busy, long All) now;
        try
        {
            now = Read(File.ReadLines(file).First());
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return 0;
        }

        var (busy, all) = (now.Busy - _last.Busy, now.All - _last.All);
        _last = now;
        return all > 0 ? busy / (double)all : 0;
    }

    /// <summary><c>cpu  user nice system idle iowait irq softirq steal …</c>; guests are in user already.</summary>
    internal static (long Busy, long All) Read(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(tick => long.Parse(tick, CultureInfo.InvariantCulture)).ToList();
        var all = ticks.Sum();
        return (all - ticks[Idle - 1] - ticks[WaitsForDisk - 1], all);
    }
}
