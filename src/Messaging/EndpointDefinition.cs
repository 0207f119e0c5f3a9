using Microsoft.Extensions.DependencyInjection;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging;

/// <summary>
/// What an endpoint is, written down by its host: what it handles, sends and publishes. The topology on the broker follows from it.
/// <code>
/// services.AddEndpoint("Shipping", endpoint => endpoint
///     .Handles&lt;ShipOrder, ShipOrderHandler&gt;()     // a command: sent to the queue "Shipping", put off to "Shipping.Retries"
///     .Handles&lt;OrderPaid, ShipOrderHandler&gt;()     // an event: subscribed to
///     .SendsTo("Warehouse")
///     .Publishes&lt;OrderShipped&gt;());
/// </code>
/// </summary>
public sealed class EndpointDefinition(string name)
{
    private readonly List<Action<HandlerTable, IServiceProvider>> _handlers = [];
    private readonly HashSet<string> _destinations = [];
    private readonly HashSet<string> _published = [];
    private readonly HashSet<string> _subscribed = [];
    private readonly HashSet<string> _read = [];
    private readonly HashSet<string> _passedOnTo = [];
    private readonly List<Type> _neverRetried = [];

    /// <summary>Its queue if it handles anything, and its name in everything it sends.</summary>
    public string Name => name;

    /// <summary>It has a queue, and one for its retries, and consumes from both in competition with its copies.</summary>
    public bool Receives => _handlers.Count > 0;

    /// <summary>It stores messages in the outbox, publishes them, and sweeps what any process left behind.</summary>
    public bool Sends => _destinations.Count > 0 || _published.Count > 0;

    /// <summary>Messages of type <typeparamref name="T"/> go to <typeparamref name="THandler"/>, a registered service. An event is subscribed to.</summary>
    public EndpointDefinition Handles<T, THandler>()
        where T : IMessage
        where THandler : class, IHandle<T>
    {
        _handlers.Add((table, services) => table.Add<T>(services.GetRequiredService<THandler>()));
        if (typeof(T).IsAssignableTo(typeof(IEvent)))
            _subscribed.Add(EventExchange.Of(T.Contract));
        return this;
    }

    /// <summary>It sends commands to this endpoint; the address is declared, so that neither has to be started first.</summary>
    public EndpointDefinition SendsTo(string address)
    {
        _destinations.Add(address);
        return this;
    }

    /// <summary>It publishes events of this type.</summary>
    public EndpointDefinition Publishes<T>()
        where T : IEvent
    {
        _published.Add(EventExchange.Of(T.Contract));
        return this;
    }

    /// <summary>It reads a queue that is not an endpoint's own, such as the error queue, in batches. An empty name is none.</summary>
    public EndpointDefinition Reads(string queue)
    {
        if (queue != "")
            _read.Add(queue);
        return this;
    }

    /// <summary>It hands others' messages on to this endpoint, itself and not by way of the outbox.</summary>
    public EndpointDefinition PassesOnTo(string address)
    {
        _passedOnTo.Add(address);
        return this;
    }

    /// <summary>A message whose handler throws this goes to the error queue at once.</summary>
    public EndpointDefinition NeverRetries<TException>()
        where TException : Exception
    {
        _neverRetried.Add(typeof(TException));
        return this;
    }

    /// <summary>What it may publish to, for as much as is known beforehand.</summary>
    internal IEnumerable<string> Destinations => Receives ? _destinations.Union([Endpoints.RetriesOf(name), Endpoints.Error]) : _destinations;

    internal EndpointIdentity Identity => new(name, Receives);

    internal Topology Topology(ServiceControlSettings serviceControl) => Broker.Topology.For(
        addresses: _destinations.Union(_passedOnTo).Union(Receives ? [name, Endpoints.RetriesOf(name)] : []),
        shelves: _read.Union(serviceControl.AuditQueue == "" ? [Endpoints.Error] : [Endpoints.Error, serviceControl.AuditQueue]),
        events: _published.Union(_subscribed),
        subscriptions: _subscribed.Select(exchange => (exchange, name)));

    internal HandlerTable HandlerTable(IServiceProvider services)
    {
        var table = new HandlerTable();
        foreach (var add in _handlers)
            add(table, services);
        foreach (var exception in _neverRetried)
            table.NeverRetry(exception);
        return table;
    }
}
