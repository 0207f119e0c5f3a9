using System.Text;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;
using RabbitMQ.Client;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>
/// Anybody who may publish to the queue can put anything there. Each such message lies in the error queue with a reason that a person
/// understands, the others keep moving, and the process and its connections do not notice.
/// </summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class ForeignMessagesTests : RuntimeFixture
{
    private const string Type = "Notifications.Messages.SendOrderConfirmation";
    private const string Good = """{"OrderId":"019aa000-1111-7abc-8def-0123456789ab","PlacedAt":"2023-11-14T22:13:20.123+00:00","Customer":{"Name":"Ana","Email":"ana@example.test"},"Currency":"BRL","Locale":null,"Lines":[]}""";

    private RecordingHandler _handler = null!;

    [SetUp]
    public async Task Consume()
    {
        _handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(_handler, CancellationToken.None, new ConsumerSettings { Concurrency = 1, Prefetch = 1 });
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        yield return Case("no properties and no body", new BasicProperties(), [], "No handler here for a message of type ''");
        yield return Case("another type", Typed("Shop.Unknown"), Json(Good), "No handler here for a message of type 'Shop.Unknown' (known: Notifications.Messages.SendOrderConfirmation).");
        yield return Case("a type of 250 characters", Typed(new string('T', 250)), Json(Good), "No handler here for a message of type 'TTTT");
        yield return Case("another content type", Typed(Type, "text/xml"), Json("<order/>"), "The content type is 'text/xml'");
        yield return Case("no body", Typed(Type), [], "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("bytes that are no text", Typed(Type), [0xFF, 0xFE, 0x00, 0x80], "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("JSON that ends in the middle", Typed(Type), Json(Good[..60]), "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("a missing field", Typed(Type), Json(Good.Replace("\"Currency\":\"BRL\",", "", StringComparison.Ordinal)), "missing required properties including: 'Currency'");
        yield return Case("null where there must be something", Typed(Type), Json(Good.Replace("\"Ana\"", "null", StringComparison.Ordinal)), "Name");
        yield return Case("a field that is there twice", Typed(Type), Json(Good.Replace("\"BRL\"", "\"BRL\",\"Currency\":\"EUR\"", StringComparison.Ordinal)), "Duplicate property 'Currency'");
        yield return Case("an order id that is none", Typed(Type), Json(Good.Replace("019aa000", "xxxxxxxx", StringComparison.Ordinal)), "$.OrderId");
        yield return Case("JSON of great depth", Typed(Type), Json($$"""{"OrderId":{{new string('[', 100_000)}}"""), "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("10 MB of JSON", Typed(Type), Json(Good.Replace("\"Lines\":[]", $"\"Lines\":[{new string(' ', 10 * 1024 * 1024)}]", StringComparison.Ordinal)), "at most 2097152 are read (Recoverability:LargestBody)");
        yield return Case("a retry count that is forged", With(Headers.Retries, "2147483647"), Json("{"), "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("100 KB of headers", With("padding", new string('p', 100 * 1024)), Json("{"), "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("headers of every kind", Odd(), Json("{"), "The body is not a Notifications.Messages.SendOrderConfirmation");
        yield return Case("a name that would be a log line", Typed("Evil\r\nINF All is well"), Json("{"), "No handler here for a message of type 'Evil");
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task Lies_in_the_error_queue_with_its_reason_and_the_next_one_is_handled(BasicProperties properties, byte[] body, string reason)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await PublishAsync(properties, body, time.Token);
        var sent = await _runtime.SendAsync(1);

        var (failed, _) = await _broker.TakeAsync(Endpoints.Error, time.Token);
        await Eventually.TrueAsync(() => Task.FromResult(_handler.Finished.Count == 1), "the good one is handled", time.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Headers[Headers.ExceptionMessage], Does.Contain(reason));
            Assert.That(failed.Headers[Headers.ExceptionType], Does.EndWith(nameof(PoisonMessageException)));
            Assert.That(failed.Headers[Headers.FailedQueue], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That(failed.Headers[Headers.MessageId], Is.Not.Empty, "ServiceControl takes none without");
            Assert.That(failed.Body.ToArray(), Is.EqualTo(body), "nothing of it is lost");
            Assert.That(_handler.Finished, Is.EqualTo(sent));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        }
    }

    /// <summary>RabbitMQ 3 takes 128 MB; the client library reads 64 when nobody tells it otherwise.</summary>
    [Test]
    public async Task Bug_a_message_of_more_than_64_MB_broke_each_connection_that_it_came_by(CancellationToken cancellation)
    {
        await PublishAsync(Typed(Type), new byte[(64 * 1024 * 1024) + 1], cancellation);
        await _runtime.SendAsync(1);

        await Eventually.TrueAsync(async () => await _broker.WaitingAsync(Endpoints.Error, cancellation) == 1, "it is in the error queue", cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_handler.Finished.Count == 1), "the next one is handled", cancellation);
        Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        await _broker.Management.PurgeAsync(Endpoints.Error, cancellation);
    }

    [Test]
    public async Task Ids_that_are_forged_are_no_more_than_text(CancellationToken cancellation)
    {
        var properties = Typed(Type);
        properties.MessageId = "'; DROP TABLE orders; --";
        properties.CorrelationId = new string('c', 255);
        properties.ReplyTo = "../../etc/passwd";
        properties.Headers![Headers.ConversationId] = new string('v', 10_000);
        await PublishAsync(properties, Json(Good), cancellation);

        await Eventually.TrueAsync(() => Task.FromResult(_handler.Finished.Count == 1), "it is handled", cancellation);
        Assert.That(_handler.Finished.Single(), Is.EqualTo("'; DROP TABLE orders; --"));
    }

    [Test]
    public async Task A_message_of_a_foreign_sender_with_nothing_but_type_and_body_is_handled(CancellationToken cancellation)
    {
        await PublishAsync(new BasicProperties { Type = Type }, Json(Good), cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_handler.Finished.Count == 1), "it is handled", cancellation);
        Assert.That(Guid.TryParse(_handler.Finished.Single(), out _), Is.True, "it gets an id by its content");
    }

    private Task PublishAsync(BasicProperties properties, byte[] body, CancellationToken cancellation) =>
        _broker.UseAsync(channel => channel.BasicPublishAsync(_runtime.Endpoint.Name, "", mandatory: true, properties, body, cancellation).AsTask());

    private static TestCaseData Case(string name, BasicProperties properties, byte[] body, string reason) =>
        new TestCaseData(properties, body, reason).SetArgDisplayNames(name);

    private static BasicProperties Typed(string type, string? contentType = null) => new()
    {
        MessageId = "42",
        Type = type,
        ContentType = contentType,
        Headers = new Dictionary<string, object?>(),
    };

    private static BasicProperties With(string header, object value)
    {
        var properties = Typed(Type);
        properties.Headers![header] = value;
        return properties;
    }

    private static BasicProperties Odd()
    {
        var properties = Typed(Type);
        object?[] values =
        [
            true, (byte)1, (short)-1, 7, 7L, 1.5, 1.5f, 1.5m, "text"u8.ToArray(), null, new AmqpTimestamp(-1), new AmqpTimestamp(long.MaxValue),
            new List<object?> { new Dictionary<string, object?> { ["deep"] = new List<object?> { "er" } } }, new byte[] { 0xFF, 0xFE },
        ];
        foreach (var (index, value) in values.Index())
            properties.Headers![$"odd {index}\r\n"] = value;
        return properties;
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
