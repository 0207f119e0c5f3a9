using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: deliveries from this endpoint's queue, in competition with any number of other processes. Out: each settled once its outcome is durable.
/// Broker away: connects anew; what was unsettled is handed to somebody, and the receiver's own records absorb what was already done.
/// Death in between: the same. Stopping: takes nothing new, lets handlers finish, then tells them to give up; the rest goes back to the queue.
/// Never: a message acknowledged whose outcome is not recorded, or an unreadable one that holds up the others.
/// </summary>
public sealed class Consumer(
    BrokerConnections broker,
    MessageProcessor processor,
    EndpointIdentity endpoint,
    ConsumerSettings settings,
    TimeProvider time,
    ILogger<Consumer> log)
    : BackgroundService
{
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(2);

    /// <summary>For a handler that does not even hear that it is to give up.</summary>
    private static readonly TimeSpan LeaveBehindAfter = TimeSpan.FromSeconds(10);

    private volatile bool _connected;
    private long _received;

    public bool IsConsuming => _connected;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        broker.KeepAsync("consumer", connection => ConsumeAsync(connection, stoppingToken), stoppingToken);

    private async Task ConsumeAsync(BrokerConnection connection, CancellationToken stopping)
    {
        // Not disposed: a handler that is left behind may still look at it.
        var giveUp = new CancellationTokenSource();
        using var takeNoMore = new CancellationTokenSource();
        var slots = new SemaphoreSlim(settings.Concurrency);
        var inHand = new InHand();
        var acknowledgements = new Acknowledgements(time);

        // One dispatch at a time: deliveries come in the order of their tags. Handlers run beside each other all the same.
        var channel = await connection.OpenChannelAsync(new CreateChannelOptions(false, false, consumerDispatchConcurrency: 1));
        await channel.BasicQosAsync(0, (ushort)settings.Prefetch, global: false, CancellationToken.None);
        var acknowledging = acknowledgements.RunAsync(channel);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(delivery);
        // A consumer that the broker cancels (its queue was deleted) must not sit there in silence.
        consumer.UnregisteredAsync += (_, _) => Broken("the broker cancelled the consumer");

        var tag = await channel.BasicConsumeAsync(
            endpoint.Name, autoAck: false, consumerTag: $"{EndpointIdentity.HostDisplayName} - {endpoint.Name} - {Guid.NewGuid():N}", noLocal: false, exclusive: false, arguments: null, consumer, CancellationToken.None);
        log.Consuming(endpoint.Name, connection.Address, settings.Concurrency);
        _connected = true;
        var watching = WatchAsync(connection, inHand, takeNoMore.Token);
        try
        {
            await ((Task)connection.Broken).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _connected = false;
        }

        await takeNoMore.CancelAsync();
        giveUp.CancelAfter(settings.FinishWithin);
        var left = inHand.CloseAsync();
        await CancelAsync(channel, tag);
        await left.WaitAsync(settings.FinishWithin + LeaveBehindAfter, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        acknowledgements.Complete();
        await acknowledging.WaitAsync(CancelWithin, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching;
        if (inHand.Count is > 0 and var running)
            log.LeftBehind(endpoint.Name, running);
        log.ConsumerStopped(endpoint.Name);

        // Returns at once as long as a slot is free: then the next delivery comes.
        async Task TakeAsync(BasicDeliverEventArgs delivery)
        {
            Interlocked.Increment(ref _received);
            var mine = acknowledgements.Add(delivery.DeliveryTag);
            var message = AmqpMapping.FromDelivery(delivery);
            await slots.WaitAsync(takeNoMore.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (takeNoMore.IsCancellationRequested || !inHand.TryEnter())
                return; // what the client library still holds goes back when the channel closes
            _ = Task.Run(() => ProcessAsync(mine, message), CancellationToken.None);
        }

        async Task ProcessAsync(Acknowledgements.Delivery mine, IncomingMessage message)
        {
            try
            {
                await processor.ProcessAsync(mine, message, giveUp.Token);
            }
            catch (Exception bug)
            {
                // The delivery would occupy its place for ever.
                log.NotSettled(endpoint.Name, bug);
                connection.Break("a delivery could not be settled");
            }
            finally
            {
                slots.Release();
                inHand.Leave();
            }
        }

        Task Broken(string reason)
        {
            if (!stopping.IsCancellationRequested)
                connection.Break(reason);
            return Task.CompletedTask;
        }
    }

    /// <summary>Until nothing more is to be taken: asks the broker about the queue, and breaks the connection when it does not deliver to us.</summary>
    private async Task WatchAsync(BrokerConnection connection, InHand inHand, CancellationToken stopping)
    {
        var before = new ConsumerWatch.Look(0, settings.Expected, IsIdle: false);
        var receivedBefore = Interlocked.Read(ref _received);
        while (true)
        {
            await Task.Delay(settings.WatchEvery, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                var probe = await connection.OpenProbeAsync(stopping);
                var queue = await probe.QueueDeclarePassiveAsync(endpoint.Name, stopping);
                await probe.CloseAsync(stopping);
                var received = Interlocked.Read(ref _received);
                var now = new ConsumerWatch.Look(queue.MessageCount, queue.ConsumerCount, IsIdle: inHand.Count == 0 && received == receivedBefore);
                if (now.Consumers < settings.Expected && now.Consumers != before.Consumers)
                    log.FewerConsumers(endpoint.Name, now.Consumers, settings.Expected);
                if (ConsumerWatch.Complaint(before, now) is { } complaint)
                    connection.Break(complaint);
                (before, receivedBefore) = (now, received);
            }
            catch (Exception unanswered) when (BrokerConnection.IsGone(unanswered) || unanswered is OperationCanceledException)
            {
                if (!stopping.IsCancellationRequested)
                    connection.Break($"the broker does not tell about queue '{endpoint.Name}': {unanswered.Message}");
            }
        }
    }

    /// <summary>No more deliveries, please. The channel may be closed already.</summary>
    private static async Task CancelAsync(IChannel channel, string tag)
    {
        try
        {
            await channel.BasicCancelAsync(tag, noWait: true, CancellationToken.None).WaitAsync(CancelWithin);
        }
        catch (Exception gone) when (BrokerConnection.IsGone(gone))
        {
            // Then nothing comes by it any more.
        }
    }
}
