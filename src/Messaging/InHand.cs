namespace Notifications.Messaging;

/// <summary>Counts what is being worked on; once closed nothing enters, and the closer waits until all have left.</summary>
internal sealed class InHand
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _count;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed)
                return false;
            _count++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0 && _closed)
                _empty.TrySetResult();
        }
    }

    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (_count == 0)
                _empty.TrySetResult();
            return _empty.Task;
        }
    }
}
