using Notifications.Messaging.Broker;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Messaging.Inbound;

/// <summary>One queue consumed over a channel of its own, by which its deliveries are acknowledged too: tags count, and prefetch limits, a channel.</summary>
/// <param name="connection">Broken when the broker cancels us, or a delivery cannot be taken.</param>
/// <param name="queue">To consume from.</param>
/// <param name="prefetch">Deliveries that the broker hands us before we have settled the earlier ones.</param>
/// <param name="take">Gets the deliveries, in the order of their tags, and returns at once.</param>
/// <param name="notTaken">Told what went wrong with one.</param>
/// <param name="time">For acknowledging together what is settled together.</param>
internal sealed class LaneConsumer(
    BrokerConnection connection, string queue, int prefetch, Action<Acknowledgements.Delivery, IncomingMessage> take, Action<Exception> notTaken, TimeProvider time)
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly Acknowledgements _acknowledgements = new(time, prefetch);
    private readonly string _tag = $"{EndpointIdentity.HostDisplayName} - {queue} - {Guid.NewGuid():N}";

    private IChannel? _channel;
    private Task _acknowledging = Task.CompletedTask;
    private long _received;
    private volatile bool _cancelled;

    public string Queue => queue;

    /// <summary>Deliveries until now.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Some delivery is not settled.</summary>
    public bool HoldsAny => _acknowledgements.AnyOpen;

    public async Task StartAsync()
    {
        _channel = await connection.OpenChannelAsync(new CreateChannelOptions(false, false, consumerDispatchConcurrency: 1));
        await _channel.BasicQosAsync(0, (ushort)prefetch, global: false, CancellationToken.None);
        _acknowledging = _acknowledgements.RunAsync((tag, multiple) => _channel.BasicAckAsync(tag, multiple, CancellationToken.None));

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(delivery);
        // A consumer that the broker cancels (its queue was deleted) must not sit there in silence.
        consumer.UnregisteredAsync += (_, _) => CancelledAsync();
        await _channel.BasicConsumeAsync(queue, autoAck: false, _tag, noLocal: false, exclusive: false, arguments: null, consumer, CancellationToken.None);
    }

    /// <summary>No more deliveries, please. The channel may be closed already.</summary>
    public async Task CancelAsync()
    {
        _cancelled = true;
        try
        {
            if (_channel is not null)
                await _channel.BasicCancelAsync(_tag, noWait: true, CancellationToken.None).WaitAsync(CloseWithin);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            // Then nothing comes by it any more.
        }
    }

    /// <summary>Acknowledges what is settled until now, and nothing after it.</summary>
    public async Task CompleteAsync()
    {
        _acknowledgements.Complete();
        await _acknowledging.WaitAsync(CloseWithin, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// What is not settled by now goes back to the queue. A channel that does not close takes the connection with it, as would an acknowledgement
    /// that follows the closing: there is none any more when it begins.
    /// </summary>
    public async Task CloseAsync()
    {
        await CompleteAsync();
        try
        {
            if (_channel is not null)
                await _channel.CloseAsync(CancellationToken.None).WaitAsync(CloseWithin);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            connection.Break($"the channel of queue '{queue}' did not close: {gone.Message}");
        }
    }

    /// <summary>Copies the message, whose memory is the client library's. What comes after we have cancelled is the broker's again when the channel closes.</summary>
    private Task TakeAsync(BasicDeliverEventArgs delivery)
    {
        try
        {
            Interlocked.Increment(ref _received);
            take(_acknowledgements.Add(delivery.DeliveryTag), AmqpMapping.FromDelivery(delivery));
        }
        catch (Exception bug)
        {
            notTaken(bug);
        }

        return Task.CompletedTask;
    }

    private Task CancelledAsync()
    {
        if (!_cancelled)
            connection.Break("the broker cancelled the consumer");
        return Task.CompletedTask;
    }
}
