using System.Threading.Channels;
using Notifications.Messaging.Broker;
using RabbitMQ.Client;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: the deliveries of one channel, in the order they came, and that they are settled, in any order. Out: acknowledged, with as few frames as
/// that allows: all up to a delivery with one, those behind a gap one by one. A lone one at once; under a flood what gathers within the linger.
/// Channel gone: nothing is acknowledged any more, and the broker hands out again what was not.
/// Never: a delivery acknowledged that is not settled. That rests on deliveries being added in the order of their tags.
/// </summary>
internal sealed class Acknowledgements(TimeProvider time)
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _open = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private List<ulong> _settled = [];

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
    public async Task RunAsync(IChannel channel)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync())
            {
                _wake.Reader.TryRead(out _);
                await AcknowledgeAsync(channel);
                await Task.Delay(Linger, time);
            }

            await AcknowledgeAsync(channel);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            // And the deliveries with it.
        }
    }

    public void Complete() => _wake.Writer.TryComplete();

    /// <summary>What is to be acknowledged now: at most one for many, and those that are ahead of one that is still open.</summary>
    internal IReadOnlyList<(ulong Tag, bool Multiple)> Take()
    {
        lock (_lock)
        {
            var lowestOpen = _open.Count > 0 ? _open.Min : ulong.MaxValue;
            var upTo = _settled.Where(tag => tag < lowestOpen).DefaultIfEmpty().Max();
            List<(ulong, bool)> acks = upTo > 0 ? [(upTo, true)] : [];
            acks.AddRange(_settled.Where(tag => tag > lowestOpen).Select(tag => (tag, false)));
            _settled = [];
            return acks;
        }
    }

    private async Task AcknowledgeAsync(IChannel channel)
    {
        foreach (var (tag, multiple) in Take())
            await channel.BasicAckAsync(tag, multiple, CancellationToken.None);
    }

    private void Settled(ulong tag)
    {
        lock (_lock)
        {
            _open.Remove(tag);
            _settled.Add(tag);
        }

        _wake.Writer.TryWrite(true);
    }
}
