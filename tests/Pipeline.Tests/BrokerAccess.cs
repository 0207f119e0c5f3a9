using System.Text;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using RabbitMQ.Client;

namespace Notifications.Pipeline.Tests;

/// <summary>A message as it lies in a queue.</summary>
internal sealed record QueuedMessage(string MessageId, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What a foreign program on the broker can do.</summary>
internal static class BrokerAccess
{
    public static Task PublishAsync(this TestBroker broker, string exchange, string body, string? type, CancellationToken cancellation) =>
        broker.UseAsync(channel => channel.BasicPublishAsync(exchange, "", mandatory: true, new BasicProperties { Type = type }, Encoding.UTF8.GetBytes(body), cancellation).AsTask());

    /// <summary>Copies of an order's command, as a retry of the dispatcher would make them; or a forged one, with any recipient.</summary>
    public static async Task<int> PublishCopiesAsync(
        this TestBroker broker, Guid order, int copies, CancellationToken cancellation, string recipient = "ana@example.test", string name = "Ana")
    {
        var command = OutgoingMessage.Command(
            DeliveryId.For(order, NotificationKind.OrderConfirmation),
            Endpoints.Notification,
            new SendOrderConfirmation(order, DateTimeOffset.UnixEpoch, new OrderCustomer(name, recipient), "BRL", null, [new OrderLine("ABC", null, 1, 1)]),
            new EndpointIdentity("test", Receives: false),
            DateTimeOffset.UtcNow);
        await broker.UseAsync(async channel =>
        {
            for (var copy = 0; copy < copies; copy++)
                await channel.BasicPublishAsync(command.Destination, "", mandatory: true, AmqpMapping.ToProperties(command), command.Body, cancellation);
        });
        return copies;
    }

    /// <summary>The commands of these orders, as an endpoint that cannot handle them puts them into the error queue.</summary>
    public static Task FailAsync(this TestBroker broker, IReadOnlyList<Guid> orders, string recipient, CancellationToken cancellation) => broker.UseAsync(async channel =>
    {
        var endpoint = new EndpointIdentity(Endpoints.Notification, Receives: true);
        foreach (var some in orders.Chunk(500))
        {
            await Task.WhenAll(some.Select(order =>
            {
                var command = OutgoingMessage.Command(
                    DeliveryId.For(order, NotificationKind.OrderConfirmation),
                    Endpoints.Notification,
                    new SendOrderConfirmation(order, DateTimeOffset.UtcNow, new OrderCustomer("Ana", recipient), "BRL", null, [new OrderLine("ABC", null, 1, 1)]),
                    new EndpointIdentity(Endpoints.Orders, Receives: false),
                    DateTimeOffset.UtcNow);
                var properties = AmqpMapping.ToProperties(command);
                foreach (var (name, value) in FaultHeaders.For(new InvalidOperationException("It could not be handled."), endpoint, DateTimeOffset.UtcNow).Where(header => header.Value is not null))
                    properties.Headers![name] = value;
                return channel.BasicPublishAsync(Endpoints.Error, "", mandatory: true, properties, command.Body, cancellation).AsTask();
            }));
        }
    });

    /// <summary>As ServiceControl returns a failed message to its queue: without the failure's headers, with those of the retry.</summary>
    public static Task SendBackAsync(this TestBroker broker, QueuedMessage failed, string uniqueMessageId, CancellationToken cancellation) => broker.UseAsync(async channel =>
    {
        string[] dropped = ["NServiceBus.Retries", "NServiceBus.FailedQ", "NServiceBus.TimeOfFailure", "NServiceBus.ExceptionInfo."];
        var headers = failed.Headers.Where(header => !dropped.Any(header.Key.StartsWith)).ToDictionary(header => header.Key, header => (object?)header.Value);
        headers["ServiceControl.Retry.UniqueMessageId"] = uniqueMessageId;
        headers["ServiceControl.Retry.AcknowledgementQueue"] = Endpoints.Error;
        var properties = new BasicProperties { MessageId = failed.MessageId, Headers = headers };
        await channel.BasicPublishAsync(failed.Headers["NServiceBus.FailedQ"], "", mandatory: true, properties, Encoding.UTF8.GetBytes(failed.Body), cancellation);
    });

    /// <summary>Waits for a message in the error queue and takes it.</summary>
    public static Task<QueuedMessage> TakeFromErrorQueueAsync(this TestBroker broker, CancellationToken cancellation) =>
        broker.TakeFromQueueAsync(Endpoints.Error, cancellation);

    /// <summary>Waits for a message in the queue and takes it.</summary>
    public static async Task<QueuedMessage> TakeFromQueueAsync(this TestBroker broker, string queue, CancellationToken cancellation)
    {
        QueuedMessage? taken = null;
        await broker.UseAsync(async channel =>
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    if (await channel.BasicGetAsync(queue, autoAck: true, cancellation) is not { } message)
                        return false;
                    var headers = message.BasicProperties.Headers!.ToDictionary(header => header.Key, header => header.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{header.Value}");
                    taken = new QueuedMessage(message.BasicProperties.MessageId ?? "", headers, Encoding.UTF8.GetString(message.Body.Span));
                    return true;
                },
                $"a message is in {queue}",
                cancellation);
        });
        return taken!;
    }

    private static async Task UseAsync(this TestBroker broker, Func<IChannel, Task> use)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await use(channel);
    }
}
