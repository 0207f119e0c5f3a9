namespace Notifications.Messaging.Diagnostics;

/// <summary>
/// Keeps the lines about one kind of failure few, when a server is away and everything that needs it fails: one when it begins, one a minute while it lasts,
/// one when it is over, each with how many were left out. No I/O; safe for many callers; costs nothing while all is well.
/// </summary>
public sealed class Outage(TimeProvider time)
{
    public static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private volatile bool _isSaid;
    private long? _saidAt;
    private long _leftOut;

    /// <summary>It has failed.</summary>
    /// <returns>To be said, with how many were left out since the last time; null when this one is to be left out.</returns>
    public long? Failed()
    {
        lock (_lock)
        {
            if (_saidAt is { } at && time.GetElapsedTime(at) < SayEvery)
            {
                _leftOut++;
                return null;
            }

            (_isSaid, _saidAt) = (true, time.GetTimestamp());
            return TakeLeftOut();
        }
    }

    /// <summary>It has worked.</summary>
    /// <returns>To be said, because a failure was, with how many were left out; else null.</returns>
    public long? Worked()
    {
        if (!_isSaid)
            return null;
        lock (_lock)
        {
            if (!_isSaid)
                return null;
            _isSaid = false;
            return TakeLeftOut();
        }
    }

    private long TakeLeftOut() => Interlocked.Exchange(ref _leftOut, 0);
}
