using System.Diagnostics;

namespace Notifications.Bench.Measures;

/// <summary>A time, from its first tick to before its last.</summary>
internal readonly record struct Window(long Begin, long End)
{
    public static Window For(long begin, double seconds) => new(begin, begin + (long)(seconds * Stopwatch.Frequency));

    public double Seconds => (End - Begin) / (double)Stopwatch.Frequency;

    public bool Has(long ticks) => ticks >= Begin && ticks < End;
}
