using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Broker;

/// <summary>
/// The unanswered publishes of one channel. In: publishes, in the order in which they are written; the broker's answers, for one of them or for all up to one.
/// Out: each one's outcome. What it keeps is a number a publish: the client library's own tracking costs as much as the publish. No I/O.
/// </summary>
internal sealed class Confirms(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _byAge = [];
    private readonly Dictionary<ulong, Waiting> _written = [];
    private ulong _next = 1;
    private ulong _oldest = 1;

    /// <summary>One publish and its outcome.</summary>
    internal sealed class Waiting(Publication publication, long since) : Waiting<PublishOutcome>
    {
        public Publication Publication => publication;

        public long Since => since;

        /// <summary>It came back: the confirm that follows says only that nothing is left to be done.</summary>
        public bool IsReturned { get; set; }
    }

    /// <summary>Somebody waits for its outcome from now on, though it may not be written yet.</summary>
    public Waiting Add(Publication publication)
    {
        var waiting = new Waiting(publication, time.GetTimestamp());
        lock (_lock)
            _byAge.Enqueue(waiting);
        return waiting;
    }

    /// <summary>It is written next: before that, because the answer can be there before the call returns.</summary>
    public void Writing(Waiting waiting)
    {
        lock (_lock)
            _written.Add(_next++, waiting);
    }

    /// <summary>The newest was not written after all.</summary>
    public void NotWritten()
    {
        lock (_lock)
            _written.Remove(--_next);
    }

    /// <summary>
    /// It reached no queue. Two of one id at a time to one exchange are copies of one message: which of them is meant makes no difference, since the broker
    /// has the message if it has either.
    /// </summary>
    public void Returned(string? messageId, string exchange)
    {
        lock (_lock)
        {
            for (var number = _oldest; number < _next; number++)
            {
                if (!_written.TryGetValue(number, out var waiting) || waiting.IsReturned || waiting.Publication.Properties.MessageId != messageId || waiting.Publication.Exchange != exchange)
                    continue;
                waiting.IsReturned = true;
                return;
            }
        }
    }

    /// <param name="number">The first publish of a channel has 1.</param>
    /// <param name="andOlder">The answer is for all that are unanswered until then.</param>
    /// <param name="outcome">Confirmed or refused.</param>
    public void Answered(ulong number, bool andOlder, PublishOutcome outcome)
    {
        var ended = new List<Waiting>();
        lock (_lock)
        {
            for (var answered = andOlder ? _oldest : number; answered <= number; answered++)
            {
                if (_written.Remove(answered, out var waiting))
                    ended.Add(waiting);
            }

            while (_oldest < _next && !_written.ContainsKey(_oldest))
                _oldest++;
        }

        Waiting.Answer(ended, (_, waiting) => waiting.TrySetResult(waiting.IsReturned ? PublishOutcome.Unroutable : outcome));
    }

    /// <summary>Ends the waiting of those that have waited so long; whether the broker has them is unknown.</summary>
    /// <returns>One of them; null when there is none.</returns>
    public Waiting? GiveUp(TimeSpan deadline)
    {
        var late = new List<Waiting>();
        lock (_lock)
        {
            while (_byAge.TryPeek(out var oldest) && (oldest.Task.IsCompleted || time.GetElapsedTime(oldest.Since) >= deadline))
            {
                if (!_byAge.Dequeue().Task.IsCompleted)
                    late.Add(oldest);
            }
        }

        Waiting.Answer(late, (_, waiting) => waiting.TrySetResult(PublishOutcome.Unknown));
        return late.LastOrDefault();
    }
}
