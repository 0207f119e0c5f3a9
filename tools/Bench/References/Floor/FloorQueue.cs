using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Bench.References.Floor;

/// <summary>One durable quorum queue, as ours: published to without waiting for each confirm, consumed with many ahead and acknowledged a hundred at a time.</summary>
internal sealed class FloorQueue : IAsyncDisposable
{
    private const string Name = "floor";
    private const ushort Ahead = 1_000;
    private const int AcknowledgeEach = 100;

    private readonly IConnection _publishing;
    private readonly IConnection _consuming;
    private readonly IChannel _publisher;
    private readonly IChannel _consumer;
    private readonly FloorWatermark _settled = new(Ahead * 2);
    private ulong _acknowledged;

    private FloorQueue(IConnection publishing, IConnection consuming, IChannel publisher, IChannel consumer) =>
        (_publishing, _consuming, _publisher, _consumer) = (publishing, consuming, publisher, consumer);

    public static async Task<FloorQueue> OpenAsync(Uri broker, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory { Uri = broker };
        var publishing = await factory.CreateConnectionAsync(cancellation);
        var consuming = await factory.CreateConnectionAsync(cancellation);
        // Its own tracking of confirms costs as much again as a publish.
        var publisher = await publishing.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellation);
        var consumer = await consuming.CreateChannelAsync(cancellationToken: cancellation);
        await consumer.QueueDeleteAsync(Name, cancellationToken: cancellation);
        await consumer.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
        await consumer.BasicQosAsync(prefetchSize: 0, Ahead, global: false, cancellation);
        return new FloorQueue(publishing, consuming, publisher, consumer);
    }

    /// <summary>In: ids of stored orders. Out: the same, once the broker has the message on disk; the writer is completed after the last.</summary>
    public async Task PublishAsync(ChannelReader<Guid> stored, ChannelWriter<Guid> confirmed, int orders, int mostInFlight, CancellationToken cancellation)
    {
        var confirms = new FloorConfirms(mostInFlight, orders, confirmed);
        _publisher.BasicAcksAsync += (_, ack) => confirms.AckedAsync(ack.DeliveryTag, ack.Multiple);
        _publisher.BasicNacksAsync += (_, _) => confirms.RefusedAsync();
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", Headers = FloorBytes.MessageHeaders };
        await foreach (var order in stored.ReadAllAsync(cancellation))
        {
            confirms.Sent(order);
            await _publisher.BasicPublishAsync("", Name, mandatory: false, properties, FloorBytes.BodyOf(order), cancellation);
        }
    }

    /// <summary>Out: orders with their delivery tags; the writer is completed after the last.</summary>
    public Task ConsumeAsync(ChannelWriter<FloorDelivery> delivered, int orders, CancellationToken cancellation) =>
        _consumer.BasicConsumeAsync(Name, autoAck: false, new Consumer(_consumer, delivered, orders), cancellation);

    /// <summary>Deliveries of which no more will come: acknowledged a hundred at once, and the rest when it is the last.</summary>
    public async Task SettleAsync(IReadOnlyList<FloorDelivery> deliveries, bool isLast, CancellationToken cancellation)
    {
        foreach (var delivery in deliveries)
            _settled.Done(delivery.Tag);
        if (_settled.Low - _acknowledged >= (isLast ? 1ul : AcknowledgeEach))
        {
            _acknowledged = _settled.Low;
            await _consumer.BasicAckAsync(_acknowledged, multiple: true, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
    }

    private sealed class Consumer(IChannel channel, ChannelWriter<FloorDelivery> delivered, int orders) : AsyncDefaultBasicConsumer(channel)
    {
        private int _seen;

        public override Task HandleBasicDeliverAsync(
            string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
        {
            delivered.TryWrite(new FloorDelivery(FloorBytes.OrderIn(body.Span), deliveryTag));
            if (++_seen == orders)
                delivered.Complete();
            return Task.CompletedTask;
        }

        public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
        {
            delivered.TryComplete(new InvalidOperationException($"The broker closed the channel: {reason.ReplyText}"));
            return Task.CompletedTask;
        }
    }
}

/// <param name="Order">Its id.</param>
/// <param name="Tag">That the broker knows the delivery by, from 1 on.</param>
internal readonly record struct FloorDelivery(Guid Order, ulong Tag);
