namespace Notifications.NotificationEndpoint.Relays;

/// <summary>
/// How many mails are taken on for each session of a relay, so that it need not wait while one is claimed: as many as it clears in 50 ms, by how long sends took
/// lately. With a slow relay it is one: what is claimed ahead then would only wait, and be late at another relay. No I/O, no clock; its owner has a lock.
/// </summary>
/// <param name="most">For each session.</param>
public sealed class ClaimedAhead(int most)
{
    private static readonly TimeSpan Horizon = TimeSpan.FromMilliseconds(50);

    private double? _average;

    public int PerSession => _average is { } ticks ? (int)Math.Clamp(Horizon.Ticks / ticks, 1, most) : 1;

    /// <summary>A send has ended after so long. One long one counts at once, many short ones are needed to make up for it.</summary>
    /// <param name="send">From the beginning of its session with it.</param>
    /// <param name="isAccepted">A quick no says nothing about how quick a yes is.</param>
    public void Took(TimeSpan send, bool isAccepted)
    {
        if (isAccepted || send.Ticks > _average)
            _average = _average is { } average ? average + ((send.Ticks - average) / 8) : send.Ticks;
    }
}
