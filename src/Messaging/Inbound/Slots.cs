namespace Notifications.Messaging.Inbound;

/// <summary>
/// Hands out the slots, as <see cref="SlotShares"/> says, to what waits for one: in each lane in the order in which it came. Nobody blocks here:
/// whoever brings something, leaves a slot or ends a pause causes the next to begin.
/// </summary>
internal sealed class Slots(SlotShares shares, ConsumerPause pause)
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _new = [];
    private readonly Queue<Action> _retries = [];
    private SlotShares.Held _held;
    private bool _closed;

    /// <param name="lane">That it came by.</param>
    /// <param name="begin">Called, and must return at once, when it has its slot: until <see cref="Leave"/>.</param>
    public void Add(Lane lane, Action begin)
    {
        lock (_lock)
        {
            Waiting(lane).Enqueue(begin);
            BeginWhatMay();
        }
    }

    public void Leave(Lane lane)
    {
        lock (_lock)
        {
            _held = _held.Without(lane);
            BeginWhatMay();
        }
    }

    /// <summary>After a pause.</summary>
    public void GoOn()
    {
        lock (_lock)
            BeginWhatMay();
    }

    /// <summary>Nothing begins any more.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private void BeginWhatMay()
    {
        while (!_closed && !pause.IsPaused && shares.Next(_held, newWait: _new.Count > 0, retriesWait: _retries.Count > 0) is { } lane)
        {
            _held = shares.After(_held, lane, retriesWait: _retries.Count > 0);
            Waiting(lane).Dequeue()();
        }
    }

    private Queue<Action> Waiting(Lane lane) => lane == Lane.New ? _new : _retries;
}
