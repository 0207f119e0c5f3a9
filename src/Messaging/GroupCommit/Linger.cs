namespace Notifications.Messaging.GroupCommit;

/// <summary>
/// How long a batch is kept open for others. When it is quiet not at all: a lone item waits for nothing. Under a flood as long as it takes until sharing pays,
/// a few milliseconds: a flush costs the same for one item as for a hundred. No I/O, no clock.
/// </summary>
internal sealed class Linger
{
    /// <summary>Below so many items a second nobody is waited for.</summary>
    private const double Quiet = 1_000;

    /// <summary>An item more saves little when so many share already.</summary>
    private const double WorthSharing = 64;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(8);

    /// <summary>A rate is that of about the last tenth of a second: a flood is noticed at once, and so is its end.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMilliseconds(100);

    private double _perSecond;

    /// <param name="perSecond">Items that come.</param>
    public static TimeSpan At(double perSecond)
    {
        if (perSecond < Quiet)
            return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(WorthSharing / perSecond);
        return wait < Longest ? wait : Longest;
    }

    /// <param name="items">That came since the last time.</param>
    /// <param name="within">So long.</param>
    public TimeSpan After(int items, TimeSpan within)
    {
        var weight = 1 - Math.Exp(-within / Memory);
        var seconds = Math.Max(within.TotalSeconds, 0.000_1);
        _perSecond += weight * ((items / seconds) - _perSecond);
        return At(_perSecond);
    }
}
