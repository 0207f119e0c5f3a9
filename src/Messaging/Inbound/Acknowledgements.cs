using System.Threading.Channels;
using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: the deliveries of one channel, in the order they came, and that they are settled, in any order. Out: acknowledged, with as few frames as
/// that allows: all up to a delivery with one. Those ahead of one that is still open wait for a moment, since most are not open for long, and then go one by one.
/// They wait for each other as well, since nobody waits for them and each costs the broker as much as one for many: until there are enough, or for the linger.
/// Channel gone: nothing is acknowledged any more, and the broker hands out again what was not.
/// Never: a delivery acknowledged that is not settled. That rests on deliveries being added in the order of their tags.
/// </summary>
/// <param name="time">For the linger.</param>
/// <param name="prefetch">What the channel may hold: before a quarter of it waits to be acknowledged, it is.</param>
internal sealed class Acknowledgements(TimeProvider time, int prefetch)
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    /// <summary>So many that wait behind one that is still open are a flood; fewer cost little.</summary>
    private const int Flood = 32;

    /// <summary>How often they are passed over, each time for a moment.</summary>
    private const int MostPassedOver = 10;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private readonly int _enough = Math.Clamp(prefetch / 4, 1, Flood);
    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _open = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<ulong> _settled = [];
    private TaskCompletionSource _areEnough = Signal();
    private bool _isComplete;
    private int _passedOver;

    /// <summary>One delivery: its owner says when it is settled.</summary>
    internal readonly record struct Delivery(Acknowledgements Channel, ulong Tag)
    {
        public void Acknowledge() => Channel.Settled(Tag);
    }

    public bool AnyOpen
    {
        get
        {
            lock (_lock)
                return _open.Count > 0;
        }
    }

    /// <param name="tag">Higher than every one before it.</param>
    public Delivery Add(ulong tag)
    {
        lock (_lock)
            _open.Add(tag);
        return new Delivery(this, tag);
    }

    /// <summary>Until <see cref="Complete"/>; what is settled by then is acknowledged before it ends.</summary>
    /// <param name="acknowledge">One delivery, or all up to it.</param>
    public async Task RunAsync(Func<ulong, bool, ValueTask> acknowledge)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync())
            {
                await GatherAsync();
                _wake.Reader.TryRead(out _);
                await AcknowledgeAsync(acknowledge, isLast: false);
            }

            await AcknowledgeAsync(acknowledge, isLast: true);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            // And the deliveries with it.
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            _areEnough.TrySetResult();
        }

        _wake.Writer.TryComplete();
    }

    /// <summary>What is to be acknowledged now: at most one for many, and those that are ahead of one that is still open.</summary>
    /// <param name="isLast">Nothing is passed over.</param>
    internal IReadOnlyList<(ulong Tag, bool Multiple)> Take(bool isLast = false)
    {
        lock (_lock)
        {
            var lowestOpen = _open.Count > 0 ? _open.Min : ulong.MaxValue;
            var upTo = _settled.Where(tag => tag < lowestOpen).DefaultIfEmpty().Max();
            if (!_isComplete && _areEnough.Task.IsCompleted)
                _areEnough = Signal();
            List<(ulong, bool)> acks = upTo > 0 ? [(upTo, true)] : [];
            _settled.RemoveAll(tag => tag < lowestOpen);
            if (!isLast && _settled.Count >= Flood && _passedOver++ < MostPassedOver)
            {
                _wake.Writer.TryWrite(true); // they are looked at again after a moment, whether or not others come
                return acks;
            }

            acks.AddRange(_settled.Select(tag => (tag, false)));
            _settled = [];
            _passedOver = 0;
            return acks;
        }
    }

    private async Task GatherAsync()
    {
        if (_passedOver > 0)
            await Task.Delay(Moment, time);
        else
            await _areEnough.Task.WaitAsync(Linger, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcknowledgeAsync(Func<ulong, bool, ValueTask> acknowledge, bool isLast)
    {
        foreach (var (tag, multiple) in Take(isLast))
            await acknowledge(tag, multiple);
    }

    private void Settled(ulong tag)
    {
        lock (_lock)
        {
            _open.Remove(tag);
            _settled.Add(tag);
            if (_settled.Count >= _enough)
                _areEnough.TrySetResult();
        }

        _wake.Writer.TryWrite(true);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
