using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Notifications.Messaging.Broker;

/// <summary>
/// What the broker must hold, as a list in the order it is declared: NServiceBus's conventional routing topology.
/// An address is a quorum queue and a fanout exchange of the same name; sending to it is publishing to that exchange. An event is a fanout
/// exchange that subscribers' exchanges are bound to.
/// Declared whenever a connection is opened, by senders too, so that it is back after a broker lost its disk.
/// </summary>
public sealed class Topology(IReadOnlyList<Declaration> declarations)
{
    /// <summary>
    /// RabbitMQ 4 drops a message after 20 returns unless told otherwise, 3.10 never. We count attempts ourselves and move a message
    /// that keeps killing its process to the error queue long before this.
    /// </summary>
    private const int DeliveryLimit = 1_000;

    private readonly HashSet<string> _exchanges = [.. declarations.OfType<Declaration.Exchange>().Select(exchange => exchange.Name)];

    public IReadOnlyList<Declaration> Declarations { get; } = declarations;

    /// <summary>Whether a message to this exchange needs no question whether it exists.</summary>
    public bool HasExchange(string name) => _exchanges.Contains(name);

    /// <param name="addresses">Addresses that messages are consumed from, by us or by those whom we send commands to.</param>
    /// <param name="shelves">Addresses that only others' programs read, as error and audit: declared as ServiceControl declares them, or it would not start.</param>
    /// <param name="events">Exchanges of the events that we publish or subscribe to.</param>
    /// <param name="subscriptions">Which address gets which of those events.</param>
    public static Topology For(
        IEnumerable<string> addresses, IEnumerable<string> shelves, IEnumerable<string> events, IEnumerable<(string Event, string Address)> subscriptions) => new(
    [
        .. DelayInfrastructure.Declarations,
        .. addresses.SelectMany(Receiver),
        .. shelves.SelectMany(name => Address(name, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" })),
        .. events.SelectMany(Event),
        .. subscriptions.Select(subscription => new Declaration.ExchangeBinding(subscription.Event, subscription.Address, "")),
    ]);

    /// <summary>Stops between two declarations, never within one. When it fails the connection is of no more use and takes the channel with it.</summary>
    /// <exception cref="TopologyException">Something exists in another form, or we may not declare it.</exception>
    public Task DeclareAsync(BrokerConnection connection, CancellationToken cancellation) => EachAsync(
        connection,
        (declaration, channel) => declaration.DeclareAsync(channel),
        "cannot be declared: {0} Delete what is there when it is empty, or give Broker:Uri credentials that may configure it.",
        cancellation);

    /// <summary>For credentials that may not declare.</summary>
    /// <exception cref="TopologyException">Something is missing.</exception>
    public Task CheckAsync(BrokerConnection connection, CancellationToken cancellation) => EachAsync(
        connection,
        (declaration, channel) => declaration.CheckAsync(channel),
        "is missing: {0} Broker:Declare is off: run this program once with --install and credentials that may declare.",
        cancellation);

    private async Task EachAsync(BrokerConnection connection, Func<Declaration, IChannel, Task> call, string sentence, CancellationToken cancellation)
    {
        var channel = await connection.OpenChannelAsync();
        foreach (var declaration in Declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await call(declaration, channel);
            }
            catch (OperationInterruptedException refused) when (refused.ShutdownReason is { ReplyCode: Constants.PreconditionFailed or Constants.NotFound or Constants.AccessRefused } reason)
            {
                throw new TopologyException($"The {declaration} {string.Format(null, sentence, $"{reason.ReplyText}.")}", refused);
            }
        }

        await channel.CloseAsync(CancellationToken.None);
    }

    private static IEnumerable<Declaration> Receiver(string name) =>
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

    private static IEnumerable<Declaration> Event(string exchange) =>
    [
        new Declaration.Exchange(exchange, ExchangeType.Fanout),
        .. EventExchange.Bases.SelectMany<string, Declaration>(
            name => [new Declaration.Exchange(name, ExchangeType.Fanout), new Declaration.ExchangeBinding(exchange, name, "")]),
    ];
}
