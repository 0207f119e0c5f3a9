namespace Notifications.Traces;

/// <summary>The newest spans, in the order in which they arrived. Safe for many threads.</summary>
internal sealed class KeptSpans(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<Span> _spans = new();
    private TaskCompletionSource _more = Signal();

    public IReadOnlyList<Span> All
    {
        get
        {
            lock (_lock)
                return [.. _spans];
        }
    }

    /// <summary>Ends when spans arrive after this moment: take it before you look.</summary>
    public Task More
    {
        get
        {
            lock (_lock)
                return _more.Task;
        }
    }

    public void Add(IEnumerable<Span> spans)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            foreach (var span in spans)
                _spans.Enqueue(span);
            while (_spans.Count > most)
                _spans.Dequeue();
            (arrived, _more) = (_more, Signal());
        }

        arrived.SetResult();
    }

    /// <summary>Whoever waits goes on by itself, not in the middle of our answer to an exporter.</summary>
    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
