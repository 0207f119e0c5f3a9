namespace Notifications.NotificationEndpoint.Relays;

/// <summary>
/// Spaces mails out to so many a second. What was not used for a moment may be made up for, by a tenth of a second's worth at most: a relay counts
/// in short windows too. (The generic cell rate algorithm.) No I/O; its owner has a lock.
/// </summary>
/// <param name="perSecond">0 is no limit.</param>
public sealed class SendingRate(double perSecond)
{
    private static readonly TimeSpan MadeUpFor = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _space = perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.Zero;
    private TimeSpan _due;

    /// <param name="now">Time since some moment in the past, always the same one.</param>
    /// <returns>How long the next mail has to wait; zero when it may go.</returns>
    public TimeSpan WaitAt(TimeSpan now) => _due > now ? _due - now : TimeSpan.Zero;

    /// <summary>A mail goes now.</summary>
    public void Take(TimeSpan now) => _due = (_due > now - MadeUpFor ? _due : now - MadeUpFor) + _space;
}
