using Notifications.Messaging.Wire;
using Notifications.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Messaging.Tests;

/// <summary>What a foreign program on the broker can do.</summary>
internal static class BrokerAccess
{
    /// <summary>On a connection of its own; a publish returns when it is confirmed.</summary>
    public static async Task<T> UseAsync<T>(this TestBroker broker, Func<IChannel, Task<T>> use)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        return await use(channel);
    }

    public static Task UseAsync(this TestBroker broker, Func<IChannel, Task> use) => broker.UseAsync(async channel =>
    {
        await use(channel);
        return true;
    });

    /// <summary>Waits for a message in the queue and takes it, with its raw headers beside it.</summary>
    public static Task<(IncomingMessage Message, IDictionary<string, object?> Raw)> TakeAsync(this TestBroker broker, string queue, CancellationToken cancellation) =>
        broker.UseAsync(async channel =>
        {
            BasicGetResult? taken = null;
            await Eventually.TrueAsync(
                async () => (taken = await channel.BasicGetAsync(queue, autoAck: true, cancellation)) is not null, $"a message is in {queue}", cancellation);
            return (Read(taken!), taken!.BasicProperties.Headers!);
        });

    /// <summary>All messages in the queue, which is empty afterwards.</summary>
    public static Task<IReadOnlyList<IncomingMessage>> TakeAllAsync(this TestBroker broker, string queue, CancellationToken cancellation) =>
        broker.UseAsync<IReadOnlyList<IncomingMessage>>(async channel =>
        {
            var messages = new List<IncomingMessage>();
            while (await channel.BasicGetAsync(queue, autoAck: true, cancellation) is { } message)
                messages.Add(Read(message));
            return messages;
        });

    /// <summary>Ids of all messages in the queue, which is empty afterwards.</summary>
    public static async Task<IReadOnlyList<string>> DrainAsync(this TestBroker broker, string queue, CancellationToken cancellation) =>
        [.. (await broker.TakeAllAsync(queue, cancellation)).Select(message => message.Id)];

    /// <summary>Messages that wait in the queue, without those that are being handled; exact, where the management's figures lag.</summary>
    public static Task<uint> WaitingAsync(this TestBroker broker, string queue, CancellationToken cancellation) =>
        broker.UseAsync(async channel => (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount);

    /// <summary>Waits until the management knows this many connections, so that <see cref="BrokerManagement.CloseConnectionsAsync"/> finds them.</summary>
    public static Task KnowsConnectionsAsync(this TestBroker broker, int connections, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => (await broker.Management.ConnectionsAsync(cancellation)).Count == connections, $"the management lists {connections} connections", cancellation);

    private static IncomingMessage Read(BasicGetResult taken) => AmqpMapping.FromDelivery(
        new BasicDeliverEventArgs("", 1, false, taken.Exchange, taken.RoutingKey, taken.BasicProperties, taken.Body));
}
