using System.Text;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Tests.Wire;

[Parallelizable(ParallelScope.All)]
public sealed class AmqpMappingTests
{
    private static readonly OutgoingMessage Outgoing = new(
        Guid.Parse("019aa000-1111-7abc-8def-0123456789ab"),
        "NotificationEndpoint",
        "Shop.Thing",
        new Dictionary<string, string> { [Headers.OriginatingEndpoint] = "OrdersEndpoint", [Headers.TraceParent] = "00-a-b-01" },
        "{}"u8.ToArray());

    [Test]
    public void A_command_has_all_that_an_NServiceBus_receiver_looks_at()
    {
        var properties = AmqpMapping.ToProperties(Outgoing);
        var id = Outgoing.Id.ToString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(properties.MessageId, Is.EqualTo(id));
            Assert.That(properties.CorrelationId, Is.EqualTo(id));
            Assert.That(properties.Type, Is.EqualTo("Shop.Thing"));
            Assert.That(properties.ContentType, Is.EqualTo("application/json"));
            Assert.That(properties.DeliveryMode, Is.EqualTo(DeliveryModes.Persistent));
            Assert.That(properties.Headers![Headers.MessageId], Is.EqualTo(id));
            Assert.That(properties.Headers[Headers.ConversationId], Is.EqualTo(id));
            Assert.That(properties.Headers[Headers.MessageIntent], Is.EqualTo("Send"));
            Assert.That(properties.Headers[Headers.EnclosedMessageTypes], Is.EqualTo("Shop.Thing"));
            Assert.That(properties.Headers[Headers.OriginatingEndpoint], Is.EqualTo("OrdersEndpoint"));
            Assert.That(properties.Headers[Headers.TraceParent], Is.EqualTo("00-a-b-01"));
        }
    }

    [Test]
    public void A_message_of_a_foreign_sender_with_properties_only_is_understood()
    {
        var message = Receive(new BasicProperties { MessageId = "42", Type = "Shop.Thing", ContentType = "application/json" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Id, Is.EqualTo("42"));
            Assert.That(message.Type, Is.EqualTo("Shop.Thing"));
            Assert.That(message.EarlierDeliveries, Is.Zero);
        }
    }

    [Test]
    public void The_most_concrete_type_counts_without_its_assembly() =>
        Assert.That(
            AmqpMapping.MostConcreteType("Shop.Thing, Shop, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null;Shop.Base, Shop"),
            Is.EqualTo("Shop.Thing"));

    [Test]
    public void A_message_without_anything_is_no_exception_and_gets_an_id_that_its_copies_have_too()
    {
        const string IdOfNothing = "42c4b0e3-fc98-141c-9afb-f4c8996fb924"; // the beginning of SHA-256 of an empty body
        var message = Receive(new BasicProperties());
        Assert.That((message.Id, message.Type), Is.EqualTo((IdOfNothing, "")));
    }

    [Test]
    public void Header_values_of_any_kind_become_text()
    {
        var message = Receive(new BasicProperties
        {
            Headers = new Dictionary<string, object?>
            {
                ["bytes"] = Encoding.UTF8.GetBytes("Olá"),
                ["number"] = 7,
                ["time"] = new AmqpTimestamp(0),
                ["table"] = new Dictionary<string, object?> { ["k"] = "v"u8.ToArray() },
                ["list"] = new List<object?> { "a"u8.ToArray(), 1 },
                ["nothing"] = null,
            },
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Headers["bytes"], Is.EqualTo("Olá"));
            Assert.That(message.Headers["number"], Is.EqualTo("7"));
            Assert.That(message.Headers["time"], Is.EqualTo("1970-01-01 00:00:00:000000 Z"));
            Assert.That(message.Headers["table"], Is.EqualTo("k=v"));
            Assert.That(message.Headers["list"], Is.EqualTo("a;1"));
            Assert.That(message.Headers, Does.Not.ContainKey("nothing"));
        }
    }

    [Test]
    public void Lists_in_lists_become_text_down_to_a_depth()
    {
        object? nested = "bottom";
        for (var depth = 0; depth < 100; depth++)
            nested = depth % 2 == 0 ? new List<object?> { nested } : new Dictionary<string, object?> { ["k"] = nested };
        Assert.That(Receive(new BasicProperties { Headers = new Dictionary<string, object?> { ["deep"] = nested } }).Headers["deep"], Is.EqualTo("k=k=k=k=k=…"));
    }

    [Test]
    public void Bug_a_copy_that_named_further_queues_broke_the_connection_that_published_it()
    {
        var message = Receive(new BasicProperties { Headers = new Dictionary<string, object?> { ["CC"] = new List<object?> { "somewhere" }, ["BCC"] = new List<object?> { "else" } } });
        Assert.That(AmqpMapping.ToProperties(message, new Dictionary<string, string?>()).Headers!.Keys, Is.EqualTo(new[] { Headers.MessageId }));
    }

    [Test]
    public void A_copy_keeps_its_headers_takes_the_changes_and_leaves_the_brokers_own_behind()
    {
        var message = Receive(new BasicProperties
        {
            MessageId = "42",
            Headers = new Dictionary<string, object?>
            {
                ["mine"] = "kept"u8.ToArray(),
                [Headers.Retries] = "1"u8.ToArray(),
                [Headers.FailedQueue] = "old"u8.ToArray(),
                [Headers.BrokerDeliveryCount] = 3L,
                ["x-death"] = new List<object?>(),
            },
        });
        var copy = AmqpMapping.ToProperties(message, new Dictionary<string, string?> { [Headers.Retries] = null, [Headers.FailedQueue] = "new" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.EarlierDeliveries, Is.EqualTo(3));
            Assert.That(copy.MessageId, Is.EqualTo("42"));
            Assert.That(copy.Headers, Does.ContainKey("mine").WithValue("kept"));
            Assert.That(copy.Headers, Does.ContainKey(Headers.FailedQueue).WithValue("new"));
            Assert.That(copy.Headers, Does.Not.ContainKey(Headers.Retries));
            Assert.That(copy.Headers, Does.Not.ContainKey("x-death"));
            Assert.That(copy.Headers, Does.Not.ContainKey(Headers.BrokerDeliveryCount));
        }
    }

    [Test]
    public void Bug_a_foreign_time_in_milliseconds_or_a_count_as_text_was_an_exception_that_nobody_caught()
    {
        var message = Receive(new BasicProperties
        {
            Headers = new Dictionary<string, object?> { ["time"] = new AmqpTimestamp(1_700_000_000_000), [Headers.BrokerDeliveryCount] = "many"u8.ToArray() },
        });
        Assert.That((message.Headers.ContainsKey("time"), message.EarlierDeliveries), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void Bug_properties_that_are_longer_than_the_broker_takes_could_never_be_passed_on()
    {
        var message = new IncomingMessage(new string('é', 300), new string('t', 300), new Dictionary<string, string> { ["large"] = new('x', 100_000), ["small"] = "kept" }, ReadOnlyMemory<byte>.Empty, 0);
        var copy = AmqpMapping.ToProperties(message, new Dictionary<string, string?> { ["added"] = new('y', 30_000) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetByteCount(copy.MessageId!), Is.EqualTo(254), "cut, but not in the middle of a character");
            Assert.That(copy.Type, Has.Length.EqualTo(255));
            Assert.That(copy.Headers!.Keys, Is.EquivalentTo(new[] { "small", "added", Headers.MessageId }));
        }
    }

    private static IncomingMessage Receive(BasicProperties properties) => AmqpMapping.FromDelivery(
        new BasicDeliverEventArgs("consumer", 1, redelivered: false, "exchange", "", properties, ReadOnlyMemory<byte>.Empty));
}
