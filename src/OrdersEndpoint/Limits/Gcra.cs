namespace Notifications.OrdersEndpoint.Limits;

/// <summary>
/// The generic cell rate algorithm: so many at once, then one an interval. All that it keeps of the past is one time, the one at which a steady caller's next would be due.
/// </summary>
internal static class Gcra
{
    /// <param name="due">What it kept, or any past time. In the units of <paramref name="now"/>, as all of these.</param>
    /// <param name="now">The time.</param>
    /// <param name="interval">Between two in the long run.</param>
    /// <param name="burst">So many at once, at least 1.</param>
    /// <returns>What to keep, and how long to wait instead: 0 when it may go ahead.</returns>
    public static (long Due, long Wait) Take(long due, long now, long interval, int burst)
    {
        var start = Math.Max(due, now);
        var wait = start - now - interval * (burst - 1);
        return wait > 0 ? (due, wait) : (start + interval, 0);
    }
}
