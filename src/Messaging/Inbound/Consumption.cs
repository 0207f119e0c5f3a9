using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// Consuming over one connection, for as long as it lasts. Deliveries are taken one by one in the order of their tags, and wait for a slot;
/// handlers run beside each other. Its end has an order: take nothing more, let handlers finish, tell them to give up, acknowledge what
/// is settled. What is not settled goes back to the queue when the connection closes.
/// </summary>
internal sealed class Consumption(
    BrokerConnection connection, MessageProcessor processor, EndpointIdentity endpoint, ConsumerSettings settings, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(2);

    /// <summary>For a handler that does not even hear that it is to give up.</summary>
    private static readonly TimeSpan LeaveBehindAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _slots = new(settings.Concurrency);
    private readonly InHand _inHand = new();
    private readonly Acknowledgements _acknowledgements = new(time);

    // Neither is disposed: a handler that is left behind may still look at them.
    private readonly CancellationTokenSource _takeNoMore = new();
    private readonly CancellationTokenSource _giveUp = new();

    private IChannel _channel = null!;
    private Task _acknowledging = Task.CompletedTask;
    private string _tag = "";
    private long _received;

    /// <summary>Deliveries until now.</summary>
    public long Received => Interlocked.Read(ref _received);

    public bool IsHandling => _inHand.Count > 0;

    public async Task StartAsync()
    {
        _channel = await connection.OpenChannelAsync(new CreateChannelOptions(false, false, consumerDispatchConcurrency: 1));
        await _channel.BasicQosAsync(0, (ushort)settings.Prefetch, global: false, CancellationToken.None);
        _acknowledging = _acknowledgements.RunAsync(_channel);

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(delivery);
        // A consumer that the broker cancels (its queue was deleted) must not sit there in silence.
        consumer.UnregisteredAsync += (_, _) => CancelledAsync();
        _tag = $"{EndpointIdentity.HostDisplayName} - {endpoint.Name} - {Guid.NewGuid():N}";
        await _channel.BasicConsumeAsync(endpoint.Name, autoAck: false, _tag, noLocal: false, exclusive: false, arguments: null, consumer, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _takeNoMore.CancelAsync();
        _giveUp.CancelAfter(settings.FinishWithin);
        var left = _inHand.CloseAsync();
        await CancelAsync();
        await left.WaitAsync(settings.FinishWithin + LeaveBehindAfter, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_inHand.Count is > 0 and var running)
            log.LeftBehind(endpoint.Name, running);

        _acknowledgements.Complete();
        await _acknowledging.WaitAsync(CancelWithin, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Returns at once as long as a slot is free: then the next delivery comes. Copies the message, whose memory is the client library's.</summary>
    private async Task TakeAsync(BasicDeliverEventArgs delivery)
    {
        try
        {
            Interlocked.Increment(ref _received);
            var mine = _acknowledgements.Add(delivery.DeliveryTag);
            var message = AmqpMapping.FromDelivery(delivery);
            await _slots.WaitAsync(_takeNoMore.Token);
            if (_inHand.TryEnter())
                _ = Task.Run(() => ProcessAsync(mine, message), CancellationToken.None);
        }
        catch (OperationCanceledException) when (_takeNoMore.IsCancellationRequested)
        {
            // What the client library still holds goes back when the channel closes.
        }
        catch (Exception bug)
        {
            NotSettled(bug);
        }
    }

    private async Task ProcessAsync(Acknowledgements.Delivery mine, IncomingMessage message)
    {
        try
        {
            await processor.ProcessAsync(mine, message, _giveUp.Token);
        }
        catch (Exception bug)
        {
            NotSettled(bug);
        }
        finally
        {
            _slots.Release();
            _inHand.Leave();
        }
    }

    /// <summary>The client library would swallow it, and the delivery would occupy its place for ever.</summary>
    private void NotSettled(Exception bug)
    {
        log.NotSettled(endpoint.Name, bug);
        connection.Break("a delivery could not be settled");
    }

    private Task CancelledAsync()
    {
        if (!_takeNoMore.IsCancellationRequested)
            connection.Break("the broker cancelled the consumer");
        return Task.CompletedTask;
    }

    /// <summary>No more deliveries, please. The channel may be closed already.</summary>
    private async Task CancelAsync()
    {
        try
        {
            if (_tag != "")
                await _channel.BasicCancelAsync(_tag, noWait: true, CancellationToken.None).WaitAsync(CancelWithin);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            // Then nothing comes by it any more.
        }
    }
}
