namespace Notifications.NotificationEndpoint.Relays;

/// <summary>
/// How many mails one relay gets at a time: half as many when it asks for less, and one more for each round of mails that it takes (additive
/// increase, multiplicative decrease, as TCP does it). No I/O, no clock; its owner has a lock.
/// </summary>
public sealed class SessionLimit(int most)
{
    private double _limit = most;
    private long _begun;
    private long _begunAtCut;

    public int Value => (int)_limit;

    /// <returns>The number of the mail that begins now.</returns>
    public long Begin() => ++_begun;

    public void Accepted() => _limit = Math.Min(most, _limit + (1 / _limit));

    /// <summary>Mails that were under way together are turned away together: only the first of them cuts.</summary>
    /// <returns>True when the limit has changed.</returns>
    public bool AskedForLess(long mail)
    {
        if (mail <= _begunAtCut || _limit <= 1)
            return false;
        _begunAtCut = _begun;
        _limit = Math.Max(1, _limit / 2);
        return true;
    }
}
