using System.Globalization;
using Notifications.LocalStack.Processes;

namespace Notifications.Bench.Measures;

/// <summary>What a process and all that it started have used since they run; those that have ended and were waited for count with their parents.</summary>
/// <param name="ProcessorMicroseconds">User and system. The kernel counts it in ticks of 10 ms.</param>
/// <param name="WrittenBytes">What went towards a disk, at most: some file systems count a whole large page for each small write, and what is written may also be a socket's, so the lesser of both.</param>
/// <param name="PeakMemory">The most that the process had at a time, or, for one with children, what all of them have now, shared pages counted once. Bytes.</param>
public readonly record struct Usage(double ProcessorMicroseconds, long WrittenBytes, long PeakMemory)
{
    public const double MicrosecondsOfTick = 10_000; // USER_HZ is 100 on every Linux that .NET runs on

    public static Usage Of(int pid)
    {
        var family = RunningProcess.TryFind(pid, out var process) ? process.Value.WithDescendants() : [];
        return new Usage(
            family.Sum(member => Ticks(member.Pid)) * MicrosecondsOfTick,
            family.Sum(member => Math.Min(Number($"/proc/{member.Pid}/io", "\nwrite_bytes:"), Number($"/proc/{member.Pid}/io", "wchar:"))),
            family.Count == 1 ? Number($"/proc/{pid}/status", "VmHWM:") * 1024 : family.Sum(member => Number($"/proc/{member.Pid}/smaps_rollup", "Pss:")) * 1024);
    }

    /// <summary>Bytes of memory that one process has now, without its children.</summary>
    public static long ResidentOf(int pid) => Number($"/proc/{pid}/status", "VmRSS:") * 1024;

    public static Usage operator -(Usage after, Usage before) => new(
        after.ProcessorMicroseconds - before.ProcessorMicroseconds, after.WrittenBytes - before.WrittenBytes, after.PeakMemory);

    public static Usage operator +(Usage one, Usage other) => new(
        one.ProcessorMicroseconds + other.ProcessorMicroseconds, one.WrittenBytes + other.WrittenBytes, one.PeakMemory + other.PeakMemory);

    /// <summary>utime, stime, and both of its ended children.</summary>
    private static double Ticks(int pid) => Read($"/proc/{pid}/stat") is { Length: > 0 } stat
        ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture))
        : 0;

    private static long Number(string file, string name)
    {
        var text = Read(file);
        var at = text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
            return 0;
        var value = text[(at + name.Length)..].Split('\n')[0].Replace("kB", "", StringComparison.Ordinal);
        return long.Parse(value.Trim(), CultureInfo.InvariantCulture);
    }

    /// <returns>Empty when it has ended or may not be read.</returns>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
