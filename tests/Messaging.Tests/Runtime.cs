using Microsoft.Extensions.Hosting;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests;

/// <summary>The runtime as a host puts it together, in this process, with an endpoint name that no other test has.</summary>
internal sealed class Runtime : IAsyncDisposable
{
    private readonly List<IHostedService> _started = [];
    private readonly ServiceControlSettings _serviceControl;

    /// <param name="broker">With vhost.</param>
    /// <param name="endpoint">Of its own by default.</param>
    /// <param name="settings">Changes the default ones.</param>
    /// <param name="serviceControl">Everything off by default.</param>
    /// <param name="events">Exchanges of the events that it publishes or subscribes to.</param>
    /// <param name="subscribes">Whether it subscribes to them.</param>
    public Runtime(
        Uri broker,
        string? endpoint = null,
        Func<BrokerSettings, BrokerSettings>? settings = null,
        ServiceControlSettings? serviceControl = null,
        IReadOnlyList<string>? events = null,
        bool subscribes = false)
    {
        _serviceControl = serviceControl ?? new ServiceControlSettings();
        Endpoint = new EndpointIdentity(endpoint ?? $"Endpoint-{Guid.NewGuid():N}", Receives: true);
        Settings = new BrokerSettings { Uri = broker.AbsoluteUri, PublishDeadline = TimeSpan.FromSeconds(5) };
        Settings = settings?.Invoke(Settings) ?? Settings;
        string[] shelves = _serviceControl.AuditQueue == "" ? [Endpoints.Error] : [Endpoints.Error, _serviceControl.AuditQueue];
        var topology = Topology.For([Endpoint.Name, Endpoint.Retries], shelves, events ?? [], subscribes ? events!.Select(name => (name, Endpoint.Name)) : []);
        Connections = new BrokerConnections(Settings, topology, Endpoint, TimeProvider.System, Log.For<BrokerConnections>());
        Pause = new ConsumerPause(Endpoint, TimeProvider.System, Log.For<ConsumerPause>());
        Publisher = new Publisher(Connections, topology, Settings, TimeProvider.System, Log.For<Publisher>());
    }

    public EndpointIdentity Endpoint { get; }

    public BrokerConnections Connections { get; }

    public BrokerSettings Settings { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>Of all consumers of this runtime.</summary>
    public ConsumerPause Pause { get; }

    /// <summary>Not started; see <see cref="StartPublisherAsync"/>.</summary>
    public Publisher Publisher { get; }

    /// <summary>Returns when it is connected and the topology is declared.</summary>
    public async Task<Publisher> StartPublisherAsync(CancellationToken cancellation)
    {
        await StartAsync(Publisher);
        await IsReadyAsync(cancellation);
        return Publisher;
    }

    public Task IsReadyAsync(CancellationToken cancellation) =>
        Eventually.TrueAsync(() => Task.FromResult(Publisher.IsReady), "the publisher is ready", cancellation);

    public Task<OutboxDispatcher> StartDispatcherAsync(NpgsqlDataSource database, OutboxSettings? settings = null) =>
        StartAsync(new OutboxDispatcher(
            database, Publisher, settings ?? new() { SweepEvery = TimeSpan.FromMilliseconds(100) }, TimeProvider.System, Log.For<OutboxDispatcher>()));

    /// <summary>Returns when it consumes.</summary>
    public Task<Consumer> StartConsumerAsync(
        IHandle<SendOrderConfirmation> handler, CancellationToken cancellation, ConsumerSettings? settings = null, RecoverabilitySettings? recoverability = null) =>
        StartConsumerAsync(new HandlerTable().Add(handler), cancellation, settings, recoverability);

    /// <summary>Returns when it consumes.</summary>
    public async Task<Consumer> StartConsumerAsync(
        HandlerTable handlers, CancellationToken cancellation, ConsumerSettings? settings = null, RecoverabilitySettings? recoverability = null)
    {
        settings ??= new ConsumerSettings();
        var processor = new MessageProcessor(
            handlers,
            new Settlement(Publisher, Endpoint, _serviceControl, TimeProvider.System, Log.For<Settlement>()),
            Endpoint,
            settings,
            recoverability ?? new RecoverabilitySettings(),
            TimeProvider.System,
            Log.For<MessageProcessor>());
        var consumer = await StartAsync(new Consumer(Connections, processor, Pause, Endpoint, settings, TimeProvider.System, Log.For<Consumer>()));
        await Eventually.TrueAsync(() => Task.FromResult(consumer.IsConsuming), "the consumer consumes", cancellation);
        return consumer;
    }

    /// <summary>A command to this endpoint, as a handler of requests makes it.</summary>
    public OutgoingMessage Command(Guid? id = null, string? destination = null) => OutgoingMessage.Command(
        id ?? Guid.NewGuid(),
        destination ?? Endpoint.Name,
        new SendOrderConfirmation(Guid.NewGuid(), DateTimeOffset.UnixEpoch, new OrderCustomer("Ana", "ana@example.test"), "BRL", null, [new OrderLine("ABC", null, 1, 1)]),
        Endpoint,
        DateTimeOffset.UtcNow);

    public Task<PublishOutcome> PublishAsync(OutgoingMessage message) =>
        Publisher.PublishAsync(Publication.Of(message, DateTimeOffset.UtcNow));

    /// <summary>Sends that many commands to this endpoint, by its main lane if not said otherwise, and returns their ids.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(int messages, string? address = null)
    {
        var commands = Enumerable.Range(0, messages).Select(_ => Command(destination: address)).ToList();
        Assert.That(await Task.WhenAll(commands.Select(PublishAsync)), Is.All.EqualTo(PublishOutcome.Confirmed));
        return [.. commands.Select(command => $"{command.Id}")];
    }

    /// <summary>In the order opposite to that of starting, as a host does it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_started))
        {
            await service.StopAsync(CancellationToken.None);
            ((IDisposable)service).Dispose();
        }
    }

    private async Task<T> StartAsync<T>(T service)
        where T : IHostedService
    {
        _started.Add(service);
        await service.StartAsync(CancellationToken.None);
        return service;
    }
}
