using System.Diagnostics;

namespace Notifications.Bench.Measures;

/// <summary>How long something took, of many times: nearest rank, nothing between two of them.</summary>
/// <param name="Count">How many there were.</param>
public readonly record struct Latency(int Count, double P50, double P90, double P99, double P999, double Max)
{
    /// <param name="ticks">Of Stopwatch; sorted in place.</param>
    /// <returns>Milliseconds.</returns>
    public static Latency Of(long[] ticks)
    {
        Array.Sort(ticks);
        return new Latency(ticks.Length, At(ticks, 0.5), At(ticks, 0.9), At(ticks, 0.99), At(ticks, 0.999), At(ticks, 1));
    }

    private static double At(long[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Max((int)Math.Ceiling(sorted.Length * share) - 1, 0)] * 1000.0 / Stopwatch.Frequency;
}
