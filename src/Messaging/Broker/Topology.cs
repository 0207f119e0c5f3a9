using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>
/// What the broker must hold, as a list in the order it is declared: NServiceBus's conventional routing topology.
/// An address is a quorum queue and a fanout exchange of the same name; sending to it is publishing to that exchange.
/// Declared whenever a connection is opened, by senders too, so that it is back after a broker lost its disk.
/// </summary>
public sealed class Topology(IReadOnlyList<Declaration> declarations)
{
    /// <summary>
    /// RabbitMQ 4 drops a message after 20 returns unless told otherwise, 3.10 never. We count attempts ourselves and move a message
    /// that keeps killing its process to the error queue long before this.
    /// </summary>
    private const int DeliveryLimit = 1_000;

    public IReadOnlyList<Declaration> Declarations { get; } = declarations;

    /// <param name="endpoints">Addresses that messages are consumed from.</param>
    /// <param name="errorQueue">Declared as ServiceControl declares it: a queue with other arguments would keep it from starting.</param>
    public static Topology For(IEnumerable<string> endpoints, string errorQueue) => new(
    [
        .. DelayInfrastructure.Declarations,
        .. endpoints.SelectMany(Endpoint),
        .. Address(errorQueue, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }),
    ]);

    /// <summary>Stops between two declarations, never within one. When it fails the connection is of no more use and takes the channel with it.</summary>
    public async Task DeclareAsync(BrokerConnection connection, CancellationToken cancellation)
    {
        var channel = await connection.OpenChannelAsync();
        foreach (var declaration in Declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            await declaration.DeclareAsync(channel);
        }

        await channel.CloseAsync(CancellationToken.None);
    }

    private static IEnumerable<Declaration> Endpoint(string name) =>
    [
        .. Address(name, new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = DeliveryLimit }),
        new Declaration.ExchangeBinding(DelayInfrastructure.DeliveryExchange, name, $"#.{name}"),
    ];

    private static IEnumerable<Declaration> Address(string name, Dictionary<string, object?> arguments) =>
    [
        new Declaration.Queue(name, arguments),
        new Declaration.Exchange(name, ExchangeType.Fanout),
        new Declaration.QueueBinding(name, name, ""),
    ];
}
