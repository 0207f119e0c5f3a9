namespace Notifications.Messaging.GroupCommit;

/// <summary>
/// How long a batch is kept open for others. When it is quiet not at all: a lone item waits for nothing. The more come, the longer, until sharing pays,
/// a few milliseconds: a flush costs the same for one item as for a hundred. Where nobody waits for an item it may always be longer. No I/O, no clock.
/// </summary>
/// <param name="patience">For others, whatever the rate; zero where somebody waits for the item.</param>
internal sealed class Linger(TimeSpan patience = default)
{
    /// <summary>Below so many items a second nobody is waited for: the next one is too far away.</summary>
    private const double Quiet = 300;

    /// <summary>From so many on for as long as it may be. In between a machine of two cores has all its work with single flushes already.</summary>
    private const double Flood = 1_000;

    /// <summary>An item more saves little when so many share already.</summary>
    private const double WorthSharing = 64;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(8);

    /// <summary>A rate is that of about the last tenth of a second: a flood is noticed at once, and so is its end.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMilliseconds(100);

    private double _perSecond;

    /// <param name="perSecond">Items that come.</param>
    public TimeSpan At(double perSecond)
    {
        var most = patience > TimeSpan.Zero ? patience : Longest * Math.Clamp((perSecond - Quiet) / (Flood - Quiet), 0, 1);
        return TimeSpan.FromSeconds(Math.Min(WorthSharing / perSecond, most.TotalSeconds));
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
