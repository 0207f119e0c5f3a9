using System.Collections.Concurrent;

namespace Notifications.OrdersEndpoint.Limits;

/// <summary>
/// Keeps each of very many keys to a pace. One number a key, forgotten once it is past: a limiter object with a timer for each, as the framework's partitions have,
/// would cost more than the order when every order has another recipient. Counts what this process sees.
/// </summary>
internal sealed class Pace(TimeSpan interval, int burst, TimeProvider time)
{
    private const int TakesBetweenSweeps = 8_192;

    private readonly ConcurrentDictionary<string, long> _due = new(StringComparer.Ordinal);
    private int _takes;

    public int Known => _due.Count;

    /// <summary>Null when it may go ahead, else how long to wait.</summary>
    public TimeSpan? TryTake(string key)
    {
        var now = time.GetElapsedTime(0).Ticks; // a wall clock that is set back would refuse everybody for as long
        if (Interlocked.Increment(ref _takes) % TakesBetweenSweeps == 0)
            Sweep(now);
        while (true)
        {
            var known = _due.TryGetValue(key, out var due);
            var (next, wait) = Gcra.Take(due, now, interval.Ticks, burst);
            if (wait > 0)
                return TimeSpan.FromTicks(wait);
            if (known ? _due.TryUpdate(key, next, due) : _due.TryAdd(key, next))
                return null;
        }
    }

    /// <summary>It did not go ahead after all.</summary>
    public void GiveBack(string key)
    {
        while (_due.TryGetValue(key, out var due) && !_due.TryUpdate(key, due - interval.Ticks, due))
        {
        }
    }

    private void Sweep(long now)
    {
        foreach (var entry in _due)
        {
            if (entry.Value <= now)
                _due.TryRemove(entry);
        }
    }
}
