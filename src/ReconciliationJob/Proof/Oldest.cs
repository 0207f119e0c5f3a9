namespace Notifications.ReconciliationJob.Proof;

/// <summary>Counts everything and keeps the oldest few: an outage may bring millions.</summary>
internal sealed class Oldest<T>(int limit)
{
    private static readonly Comparer<DateTimeOffset> YoungestFirst = Comparer<DateTimeOffset>.Create((one, other) => other.CompareTo(one));

    private readonly PriorityQueue<T, DateTimeOffset> _kept = new(YoungestFirst);

    public long Count { get; private set; }

    public void Add(T entry, DateTimeOffset at)
    {
        Count++;
        if (_kept.Count < limit)
            _kept.Enqueue(entry, at);
        else
            _kept.EnqueueDequeue(entry, at);
    }

    /// <returns>What was kept, the oldest first.</returns>
    public List<T> ToList() => [.. _kept.UnorderedItems.OrderBy(kept => kept.Priority).Select(kept => kept.Element)];
}
