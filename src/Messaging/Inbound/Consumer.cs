using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: deliveries from this endpoint's queue, in competition with any number of other processes. Out: each settled once its outcome is durable.
/// Broker away: connects anew; what was unsettled is handed to somebody, and the receiver's own records absorb what was already done.
/// Death in between: the same. Stopping: takes nothing new, lets handlers finish, then tells them to give up; the rest goes back to the queue.
/// Never: a message acknowledged whose outcome is not recorded, or an unreadable one that holds up the others.
/// </summary>
public sealed class Consumer(
    BrokerConnections broker,
    HandlerTable handlers,
    Settlement settlement,
    EndpointName endpoint,
    ConsumerSettings settings,
    RecoverabilitySettings recoverability,
    ILogger<Consumer> log)
    : BackgroundService
{
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(2);

    private volatile bool _connected;

    public bool IsConsuming => _connected;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        broker.KeepAsync("consumer", connection => ConsumeAsync(connection, stoppingToken), stoppingToken);

    private async Task ConsumeAsync(BrokerConnection connection, CancellationToken stopping)
    {
        using var giveUp = new CancellationTokenSource();
        var inHand = new InHand();
        var channel = await connection.OpenChannelAsync(
            new CreateChannelOptions(false, false, consumerDispatchConcurrency: (ushort)settings.Concurrency));
        await channel.BasicQosAsync(0, (ushort)settings.Prefetch, global: false, CancellationToken.None);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (!inHand.TryEnter())
                return; // stopping: what the client library still holds goes back when the channel closes
            try
            {
                await HandleAsync(channel, delivery, giveUp.Token);
            }
            catch (Exception bug)
            {
                // The client library would swallow it, and the delivery would occupy its place for ever.
                log.NotSettled(endpoint.Name, bug);
                connection.Break("a delivery could not be settled");
            }
            finally
            {
                inHand.Leave();
            }
        };
        // A consumer that the broker cancels (its queue was deleted) must not sit there in silence.
        consumer.UnregisteredAsync += (_, _) => Broken("the broker cancelled the consumer");

        var tag = await channel.BasicConsumeAsync(endpoint.Name, autoAck: false, consumer, CancellationToken.None);
        log.Consuming(endpoint.Name, connection.Address, settings.Concurrency);
        _connected = true;
        try
        {
            await ((Task)connection.Broken).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _connected = false;
        }

        giveUp.CancelAfter(settings.FinishWithin);
        var left = inHand.CloseAsync();
        await CancelAsync(channel, tag);
        await left;
        log.ConsumerStopped(endpoint.Name);

        Task Broken(string reason)
        {
            if (!stopping.IsCancellationRequested)
                connection.Break(reason);
            return Task.CompletedTask;
        }
    }

    /// <summary>No more deliveries, please. The channel may be closed already.</summary>
    private static async Task CancelAsync(IChannel channel, string tag)
    {
        try
        {
            await channel.BasicCancelAsync(tag, noWait: true, CancellationToken.None).WaitAsync(CancelWithin);
        }
        catch (Exception gone) when (gone is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException or IOException or TimeoutException)
        {
            // Then nothing comes by it any more.
        }
    }

    /// <summary>The way of one delivery, from the broker and back to it.</summary>
    private async Task HandleAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken giveUp)
    {
        var message = AmqpMapping.FromDelivery(delivery);
        using var activity = Diagnostics.Tracing.StartProcessing(message, endpoint.Name);
        await settlement.SettleAsync(channel, delivery.DeliveryTag, message, await NextStepAsync(message, giveUp), giveUp);
    }

    private async Task<NextStep> NextStepAsync(IncomingMessage message, CancellationToken giveUp)
    {
        if (RecoverabilityPolicy.Refuse(message, recoverability) is { } poison)
            return new NextStep.MoveToError(poison);
        var nextDelay = RecoverabilityPolicy.NextDelay(message, recoverability);
        for (var tries = 1; ; tries++)
        {
            var step = RecoverabilityPolicy.Decide(await handlers.HandleAsync(message, nextDelay, giveUp), tries, message, recoverability);
            if (step is not NextStep.TryAgainNow)
                return step;
        }
    }
}
