using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;
using RabbitMQ.Client;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>Good bodies under headers that somebody has thought out. All at once, over one pair of connections.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class ForgedHeadersTests : RuntimeFixture
{
    private const string Evil = "x\r\nBcc: evil@example.test\r\n\r\n.\r\n";

    /// <summary>What is forged, and after how many tries the message is to be in the error queue when one delayed retry is allowed.</summary>
    private static readonly (string Name, int Tries, (string Name, object? Value)[] Headers)[] Forged =
    [
        ("nothing", 2, []),
        ("120 KB in one header", 2, [("padding", new string('p', 120 * 1024))]),
        ("6000 headers", 2, [.. Enumerable.Range(0, 6_000).Select(number => ($"h{number}", (object?)"v"))]),
        ("a name of 255 bytes", 2, [($"{new string('é', 127)}e", "v")]),
        ("line breaks", 2, [(Evil, Evil), (Headers.ConversationId, Evil), (Headers.ReplyToAddress, Evil), (Headers.ProcessingEndpoint, Evil)]),
        ("further queues as a list", 2, [("CC", new List<object?> { "amq.direct", Endpoints.Error }), ("BCC", new List<object?> { "amq.direct" })]),
        ("the broker's own", 2, [("x-death", "often"), ("x-first-death-queue", "error"), (Headers.DelayInSeconds, "soon"), ("x-acquired-count", 7)]),
        ("a trace", 2, [(Headers.TraceParent, $"00-{Evil}-01"), (Headers.TraceState, new string('s', 10_000)), (Headers.Baggage, Evil)]),
        ("times", 2, [(Headers.DeliverAt, "2999-01-01 00:00:00:000000 Z"), (Headers.PublishedAt, "0001-01-01 00:00:00:000000 Z"), (Headers.TimeSent, "yesterday")]),
        ("an earlier failure", 2, [(Headers.FailedQueue, "somewhere"), (Headers.ExceptionMessage, "theirs"), (Headers.TimeOfFailure, "now"), (Headers.InnerExceptionType, "theirs")]),
        ("that an operator sent it back", 2, [(Headers.RetryUniqueMessageId, "unique"), (Headers.RetryAcknowledgementQueue, "nowhere"), (Headers.RetrySuccessful, "True")]),
        ("many retries", 1, [(Headers.Retries, "2147483647")]),
        ("more retries than there are numbers", 2, [(Headers.Retries, "99999999999999999999")]),
        ("fewer retries than none", 2, [(Headers.Retries, "-1")]),
        ("retries that are no number", 2, [(Headers.Retries, "0x7FFFFFFF"), (Headers.RetriesTimestamp, Evil)]),
    ];

    [Test]
    public async Task A_message_that_fails_is_in_the_error_queue_once_after_as_many_tries_as_any_other_with_our_reason(CancellationToken cancellation)
    {
        var expected = Forged.ToDictionary(one => one.Name, one => one.Tries);
        var handler = new RecordingHandler(_ => new Outcome.Failed(new InvalidOperationException("our reason"), Retry.Later));
        await _runtime.StartConsumerAsync(handler, cancellation, recoverability: new RecoverabilitySettings { ImmediateRetries = 0, DelayedRetrySeconds = "1", Jitter = 0 });

        await PublishAsync(Forged.Select(one => Properties(one.Name, one.Headers)), cancellation);
        await Eventually.TrueAsync(async () => await _broker.WaitingAsync(Endpoints.Error, cancellation) >= expected.Count, "all are in the error queue", cancellation);
        var failed = await _broker.TakeAllAsync(Endpoints.Error, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Select(message => message.Id), Is.EquivalentTo(expected.Keys));
            Assert.That(failed.Select(message => message.Headers[Headers.ExceptionMessage]), Is.All.EqualTo("our reason"));
            Assert.That(failed.Select(message => message.Headers[Headers.FailedQueue]), Is.All.EqualTo(_runtime.Endpoint.Name));
            foreach (var name in new[] { Headers.Retries, Headers.InnerExceptionType, Headers.RetrySuccessful, "CC", "x-death" })
                Assert.That(failed.Where(message => message.Headers.ContainsKey(name)), Is.Empty, name);
            Assert.That(handler.Begun.CountBy(one => one.Context.MessageId), Is.EquivalentTo(expected));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
            Assert.That(_runtime.Log.WithId(1033), Is.Empty, "and none was kept back");
        }
    }

    /// <summary>Where a retry is to be acknowledged is a header too.</summary>
    [Test]
    public async Task A_message_that_was_sent_back_is_handled_once_wherever_that_is_to_be_acknowledged(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(handler, cancellation);
        string[] queues = ["", " ", "nowhere", new string('q', 255), new string('q', 300), new string('é', 200), Evil, "amq.direct", "amq.fanout", "nsb.v2.delay-level-00", _runtime.Endpoint.Name];

        await PublishAsync(queues.Index().Select(one => Properties($"{one.Index}", (Headers.RetryUniqueMessageId, "unique"), (Headers.RetryAcknowledgementQueue, one.Item))), cancellation);
        await Eventually.TrueAsync(
            async () => await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation) == 0 && handler.Finished.Count >= queues.Length, "all are handled", cancellation);
        var (toOurselves, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count > queues.Length), "and the next one", cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1034).Count >= queues.Length - 1), "what leads nowhere is given up", cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.Unique);
            Assert.That(toOurselves.Headers[Headers.ExceptionMessage], Does.StartWith("No handler here for a message of type ''"), "our own acknowledgement is nothing that we handle");
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        }
    }

    private Task PublishAsync(IEnumerable<BasicProperties> messages, CancellationToken cancellation) => _broker.UseAsync(async channel =>
    {
        foreach (var properties in messages)
            await channel.BasicPublishAsync(_runtime.Endpoint.Name, "", mandatory: true, properties, _runtime.Command().Body, cancellation);
    });

    private static BasicProperties Properties(string id, params (string Name, object? Value)[] headers) => new()
    {
        MessageId = id,
        Type = "Notifications.Messages.SendOrderConfirmation",
        ContentType = "application/json",
        Headers = headers.ToDictionary(header => header.Name, header => header.Value),
    };
}
