using System.Collections.Concurrent;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// What is to begin as soon as there is a thread. A few begin one after the other on a thread that is woken for them: to wake one for each costs more than what most do
/// until they first wait for something. One that does block holds up the few beside it, and no others.
/// </summary>
internal sealed class Beginnings : IThreadPoolWorkItem
{
    private const int Together = 8;

    private readonly ConcurrentQueue<Action> _waiting = [];
    private int _count;
    private int _threads;

    /// <param name="begin">Must not throw.</param>
    public void Add(Action begin)
    {
        _waiting.Enqueue(begin);
        Interlocked.Increment(ref _count);
        if (TryJoin())
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        do
        {
            while (_waiting.TryDequeue(out var begin))
            {
                Interlocked.Decrement(ref _count);
                begin();
            }

            Interlocked.Decrement(ref _threads);
        }
        while (!_waiting.IsEmpty && TryJoin()); // one that came between the last look and our leaving saw us still here
    }

    /// <summary>Is one thread more worth it?</summary>
    private bool TryJoin()
    {
        if (Volatile.Read(ref _count) <= Volatile.Read(ref _threads) * Together)
            return false;
        Interlocked.Increment(ref _threads);
        return true;
    }
}
