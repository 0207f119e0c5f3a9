using System.Diagnostics;

namespace Notifications.Bench.Load;

/// <summary>
/// When each order is meant to be sent: the open model. Customers do not wait for each other, so what comes late, comes late by this clock, whoever is to blame.
/// Times are ticks of <see cref="Stopwatch"/>, one clock for all processes of a machine.
/// </summary>
/// <param name="Begin">Of the first.</param>
/// <param name="PerSecond">How many.</param>
/// <param name="Orders">Altogether.</param>
internal readonly record struct Schedule(long Begin, double PerSecond, int Orders)
{
    public static Schedule For(long begin, double perSecond, double seconds) => new(begin, perSecond, (int)Math.Round(perSecond * seconds));

    public long End => Due(Orders);

    /// <summary>Counted from the beginning each time: a rate that does not divide a tick does not drift.</summary>
    public long Due(int number) => Begin + (long)(number * (Stopwatch.Frequency / PerSecond));

    /// <summary>How many are due at that time.</summary>
    public int DueAt(long now) => now < Begin ? 0 : Math.Min(Orders, (int)((now - Begin) * PerSecond / Stopwatch.Frequency) + 1);

    /// <summary>Until the next one, rounded up; for a wait that has no finer measure.</summary>
    public int MillisecondsUntil(int number, long now) => Due(number) <= now ? 0 : (int)Math.Min((Due(number) - now) * 1000 / Stopwatch.Frequency + 1, 1000);
}
