using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.RecoverabilityEndpoint.Returns;
using Notifications.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

/// <summary>A database and a vhost for the fixture, with the queues <c>Shipping</c> and <c>Billing</c>, and what sends messages back there, step by step.</summary>
[CancelAfter(60_000)]
public abstract class ReturnFixture : DatabaseFixture
{
    private static readonly Topology Topology = Topology.For([Endpoints.RetriesOf(Endpoints.Notification), "Shipping", "Billing"], [Endpoints.Error], [], []);

    private readonly ReturnSignal _signal = new();

    private protected TestBroker Broker { get; private set; } = null!;

    private protected Publisher Publisher { get; private set; } = null!;

    /// <summary>Between the publisher and the broker.</summary>
    private protected FaultProxy Network { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Connect()
    {
        Broker = await TestBroker.CreateAsync();
        Network = new FaultProxy(Broker.Uri);
        var settings = new BrokerSettings { Uri = Network.Uri.AbsoluteUri, PublishDeadline = TimeSpan.FromSeconds(2) };
        var connections = new BrokerConnections(settings, Topology, new EndpointIdentity(Endpoints.Recoverability, Receives: false), TimeProvider.System, NullLogger<BrokerConnections>.Instance);
        Publisher = new Publisher(connections, Topology, settings, TimeProvider.System, NullLogger<Publisher>.Instance);
        await Publisher.StartAsync(CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Eventually.TrueAsync(() => Task.FromResult(Publisher.IsReady), "the publisher is ready", limit.Token);
    }

    [OneTimeTearDown]
    public async Task Disconnect()
    {
        await Publisher.StopAsync(CancellationToken.None);
        Publisher.Dispose();
        _signal.Dispose();
        await Network.DisposeAsync();
        await Broker.DisposeAsync();
    }

    [TearDown]
    public async Task Purge()
    {
        foreach (var queue in new[] { "Shipping", "Billing" })
            await Broker.Management.PurgeAsync(queue);
    }

    /// <summary>Of a process.</summary>
    private protected ReturnRound Process(ReturnsSettings? settings = null) => new(
        Source, Publisher, settings ?? new ReturnsSettings(), new RestingQueues(TimeProvider.System), TimeProvider.System, NullLogger<ReturnRound>.Instance);

    /// <summary>Asked for and prepared.</summary>
    private protected async Task<Guid> SendBackAsync(params IReadOnlyList<Guid> messages)
    {
        var asked = new AskedOperation(OperationKind.Retry, OperationScope.MultipleMessages, "these", "ana", new Selection(FailureStatus.Unresolved) { Ids = messages });
        var operation = await OperationTable.AskAsync(Source, asked, CancellationToken.None);
        while (await new Preparation(Source, _signal, NullLogger<Preparation>.Instance).StepAsync(CancellationToken.None) == PreparationStep.Went)
        {
        }

        return operation!.Value;
    }

    private protected static async Task RunToEndAsync(ReturnRound process)
    {
        while (await process.RunAsync(CancellationToken.None) is not null)
        {
        }
    }

    private protected Task<string> StateAsync(Guid operation) =>
        QueryAsync<string>($"SELECT concat_ws(' ', state, total, done, failed) FROM recoverability.operations WHERE operation_id = '{operation}'");

    private protected Task<string> StatusAsync(Guid message) => QueryAsync<string>($"SELECT status FROM recoverability.failed_messages WHERE failed_message_id = '{message}'");

    /// <summary>All messages in the queue, which is empty afterwards.</summary>
    private protected static async Task<IReadOnlyList<IncomingMessage>> TakeAllAsync(TestBroker broker, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var waiting = (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        var taken = new List<IncomingMessage>();
        var all = new TaskCompletionSource();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            taken.Add(AmqpMapping.FromDelivery(delivery));
            if (taken.Count >= waiting)
                all.TrySetResult();
            return Task.CompletedTask;
        };
        if (waiting == 0)
            return [];
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return taken;
    }
}
