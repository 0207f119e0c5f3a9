using System.Text.Json.Nodes;
using Notifications.LocalStack.Servers;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Broker;

/// <summary>Names and arguments are NServiceBus's: another process of the shop may have declared them before us.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class TopologyTests
{
    private TestBroker _broker = null!;
    private Runtime _runtime = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        _runtime = new Runtime(_broker.Uri, Endpoints.Notification);
    }

    [TearDown]
    public async Task Close()
    {
        await _runtime.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task Connecting_declares_what_the_wire_needs_and_nothing_else(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var definitions = await DefinitionsAsync(cancellation);

        var level0 = "nsb.v2.delay-level-00";
        var anyDigits = (int digits) => string.Concat(Enumerable.Repeat("*.", digits));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(definitions.Queues, Has.Count.EqualTo(28 + 3));
            Assert.That(definitions.Queues[Endpoints.Notification], Is.EqualTo("""durable {"x-delivery-limit":1000,"x-queue-type":"quorum"}"""));
            Assert.That(definitions.Queues["NotificationEndpoint.Retries"], Is.EqualTo(definitions.Queues[Endpoints.Notification]));
            Assert.That(definitions.Queues[Endpoints.Error], Is.EqualTo("""durable {"x-queue-type":"quorum"}"""));
            Assert.That(definitions.Queues[level0], Is.EqualTo(
                """durable {"x-dead-letter-exchange":"nsb.v2.delay-delivery","x-dead-letter-strategy":"at-least-once","x-message-ttl":1000,"x-overflow":"reject-publish","x-queue-type":"quorum"}"""));
            Assert.That(definitions.Queues["nsb.v2.delay-level-27"], Does.Contain("\"x-message-ttl\":134217728000").And.Contain("nsb.v2.delay-level-26"));

            Assert.That(definitions.Exchanges, Has.Count.EqualTo(28 + 1 + 3));
            Assert.That(definitions.Exchanges[Endpoints.Notification], Is.EqualTo("durable fanout"));
            Assert.That(definitions.Exchanges["NotificationEndpoint.Retries"], Is.EqualTo("durable fanout"));
            Assert.That(definitions.Exchanges[Endpoints.Error], Is.EqualTo("durable fanout"));
            Assert.That(definitions.Exchanges["nsb.v2.delay-delivery"], Is.EqualTo("durable topic"));
            Assert.That(definitions.Exchanges[level0], Is.EqualTo("durable topic"));

            Assert.That(definitions.Bindings, Has.Count.EqualTo((28 * 2) + 3 + 2));
            Assert.That(definitions.Bindings, Does.Contain("NotificationEndpoint --> queue NotificationEndpoint"));
            Assert.That(definitions.Bindings, Does.Contain("NotificationEndpoint.Retries --> queue NotificationEndpoint.Retries"));
            Assert.That(definitions.Bindings, Does.Contain("error --> queue error"));
            Assert.That(definitions.Bindings, Does.Contain("nsb.v2.delay-delivery -#.NotificationEndpoint-> exchange NotificationEndpoint"));
            Assert.That(definitions.Bindings, Does.Contain("nsb.v2.delay-delivery -#.NotificationEndpoint.Retries-> exchange NotificationEndpoint.Retries"));
            Assert.That(definitions.Bindings, Does.Contain($"{level0} -{anyDigits(27)}1.#-> queue {level0}"));
            Assert.That(definitions.Bindings, Does.Contain($"{level0} -{anyDigits(27)}0.#-> exchange nsb.v2.delay-delivery"));
            Assert.That(definitions.Bindings, Does.Contain("nsb.v2.delay-level-27 -1.#-> queue nsb.v2.delay-level-27"));
            Assert.That(definitions.Bindings, Does.Contain("nsb.v2.delay-level-27 -0.#-> exchange nsb.v2.delay-level-26"));
        }
    }

    [Test]
    public async Task An_event_has_an_exchange_that_subscribers_and_those_of_all_events_are_bound_to(CancellationToken cancellation)
    {
        await using var subscriber = new Runtime(_broker.Uri, "Billing", events: ["Shop.Messages:OrderPaid"], subscribes: true);
        await subscriber.StartPublisherAsync(cancellation);
        var definitions = await DefinitionsAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            foreach (var exchange in new[] { "Shop.Messages:OrderPaid", "System:Object", "NServiceBus:IEvent", "NServiceBus:IMessage" })
                Assert.That(definitions.Exchanges.GetValueOrDefault(exchange), Is.EqualTo("durable fanout"), exchange);
            Assert.That(definitions.Bindings, Does.Contain("Shop.Messages:OrderPaid --> exchange Billing"));
            Assert.That(definitions.Bindings, Does.Contain("Shop.Messages:OrderPaid --> exchange System:Object"));
            Assert.That(definitions.Bindings, Does.Contain("Shop.Messages:OrderPaid --> exchange NServiceBus:IEvent"));
        }
    }

    [Test]
    public async Task Declaring_again_is_harmless(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var before = await DefinitionsAsync(cancellation);
        await using var second = new Runtime(_broker.Uri, Endpoints.Notification);
        await second.StartPublisherAsync(cancellation);

        var after = await DefinitionsAsync(cancellation);
        Assert.That(after.Queues, Is.EquivalentTo(before.Queues));
        Assert.That(after.Bindings, Is.EquivalentTo(before.Bindings));
    }

    [Test]
    public async Task A_queue_with_other_arguments_is_named_in_the_log_until_somebody_deletes_it(CancellationToken cancellation)
    {
        await _broker.UseAsync(channel => channel.QueueDeclareAsync(
            Endpoints.Notification, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "classic" }, cancellationToken: cancellation));

        var starting = _runtime.StartPublisherAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(Complaints() >= 2), "it tries again", cancellation);
        Assert.That(_runtime.Publisher.IsReady, Is.False);

        await _broker.Management.DeleteQueueAsync(Endpoints.Notification, cancellation);
        await starting;
        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed));

        int Complaints() => _runtime.Log.Lines.Count(line =>
            line.StartsWith("1002:", StringComparison.Ordinal) && line.Contains("queue 'NotificationEndpoint'", StringComparison.Ordinal));
    }

    /// <summary>What the vhost holds, as text: by name, with everything that a second declaration is compared by.</summary>
    private async Task<(Dictionary<string, string> Queues, Dictionary<string, string> Exchanges, List<string> Bindings)> DefinitionsAsync(CancellationToken cancellation)
    {
        var servers = await RealServers.GetAsync(cancellation);
        using var client = ServerReadiness.ManagementClient(servers.Management);
        var all = JsonNode.Parse(await client.GetStringAsync(new Uri($"api/definitions/{_broker.VirtualHost}", UriKind.Relative), cancellation))!;
        return (
            all["queues"]!.AsArray().ToDictionary(queue => (string)queue!["name"]!, queue => $"{Durable(queue!)} {Sorted(queue!["arguments"]!)}"),
            all["exchanges"]!.AsArray().ToDictionary(exchange => (string)exchange!["name"]!, exchange => $"{Durable(exchange!)} {exchange!["type"]}"),
            [.. all["bindings"]!.AsArray().Select(b => $"{b!["source"]} -{b["routing_key"]}-> {b["destination_type"]} {b["destination"]}")]);
    }

    private static string Durable(JsonNode declared) => (bool)declared["durable"]! ? "durable" : "transient";

    private static string Sorted(JsonNode arguments) =>
        new JsonObject(arguments.AsObject().OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone()))).ToJsonString();
}
