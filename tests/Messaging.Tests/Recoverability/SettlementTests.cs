using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Recoverability;

/// <summary>What an outcome does to the message on the broker. The wire is NServiceBus's: ServicePulse reads the error queue.</summary>
[CancelAfter(60_000)]
public sealed class SettlementTests : RuntimeFixture
{
    private const string WireTimeForm = @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:\d{6} Z$";

    private static readonly RecoverabilitySettings ThreeTriesThenAfter1And2Seconds = new() { ImmediateRetries = 2, DelayedRetrySeconds = "1,2", Jitter = 0 };

    [Test]
    public async Task What_is_deferred_comes_back_after_the_delay_and_has_spent_no_retry(CancellationToken cancellation)
    {
        var deferrals = 2;
        var handler = new RecordingHandler(_ => Interlocked.Decrement(ref deferrals) >= 0 ? new Outcome.Deferred(TimeSpan.FromSeconds(1), "relay away") : new Outcome.Handled());
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation);
        var command = _runtime.Command();
        await _runtime.PublishAsync(command);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count == 3), "it came back twice", cancellation);
        await consumer.StopAsync(cancellation);
        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation), Is.Empty);
        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Retries, cancellation), Is.Empty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Pauses(handler), Is.All.InRange(0.95, 3));
            foreach (var (context, _) in handler.Begun)
            {
                Assert.That(context.MessageId, Is.EqualTo($"{command.Id}"));
                Assert.That(context.Headers, Is.EquivalentTo(handler.Begun[0].Context.Headers), "it comes back as it went");
                Assert.That(context.Headers.Keys, Has.None.StartsWith("NServiceBus.Retries"));
            }
        }
    }

    [Test]
    public async Task What_fails_is_tried_at_once_then_delayed_then_lies_in_the_error_queue(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Failed(new InvalidOperationException("it broke")));
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation, recoverability: ThreeTriesThenAfter1And2Seconds);
        var command = _runtime.Command();
        await _runtime.PublishAsync(command);

        var (message, raw) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        await consumer.StopAsync(cancellation);
        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation), Is.Empty);
        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Retries, cancellation), Is.Empty);
        var retries = handler.Begun.Select(run => run.Context.Headers.GetValueOrDefault(Headers.Retries));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(retries, Is.EqualTo(new[] { null, null, null, "1", "1", "1", "2", "2", "2" }));
            Assert.That(Pauses(handler)[2], Is.InRange(0.95, 3));
            Assert.That(Pauses(handler)[5], Is.InRange(1.95, 4));
            Assert.That(handler.Begun.Select(run => run.Context.NextDelay?.TotalSeconds).Distinct(), Is.EqualTo(new double?[] { 1, 2, null }));

            Assert.That((message.Id, message.Type), Is.EqualTo(($"{command.Id}", command.Type)));
            Assert.That(message.Body.ToArray(), Is.EqualTo(command.Body.ToArray()));
            Assert.That(message.Headers, Is.SupersetOf(command.Headers));
            Assert.That(message.Headers[Headers.FailedQueue], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That(message.Headers[Headers.ProcessingEndpoint], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That(message.Headers[Headers.ExceptionType], Is.EqualTo("System.InvalidOperationException"));
            Assert.That(message.Headers[Headers.ExceptionMessage], Is.EqualTo("it broke"));
            Assert.That(message.Headers[Headers.TimeOfFailure], Does.Match(WireTimeForm));
            Assert.That(message.Headers[Headers.RetriesTimestamp], Does.Match(WireTimeForm), "NServiceBus leaves it there");
            Assert.That(raw.Keys, Does.Not.Contain(Headers.Retries).And.Not.Contain(Headers.DelayInSeconds).And.Not.Contain("x-death"));
        }
    }

    [TestCase("Deferred")]
    [TestCase("Failed")]
    public async Task What_is_put_off_comes_back_by_the_lane_of_retries_and_keeps_the_endpoints_name(string outcome)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        var handler = new RecordingHandler(_ => outcome == "Deferred"
            ? new Outcome.Deferred(TimeSpan.FromSeconds(1), "relay away")
            : new Outcome.Failed(new InvalidOperationException("it broke"), Retry.Later));
        var consumer = await _runtime.StartConsumerAsync(handler, time.Token, recoverability: ThreeTriesThenAfter1And2Seconds);
        var sent = await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 1), "it is handled", time.Token);
        await consumer.StopAsync(time.Token);

        var (message, _) = await _broker.TakeAsync(_runtime.Endpoint.Retries, time.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Id, Is.EqualTo(sent[0]));
            Assert.That(message.Headers[Headers.ReplyToAddress], Is.EqualTo(_runtime.Endpoint.Name));
            Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, time.Token), Is.Empty);
        }
    }

    [Test]
    public async Task What_can_never_succeed_is_in_the_error_queue_after_one_try(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Failed(new FormatException("no address"), Retry.Never));
        await _runtime.StartConsumerAsync(handler, cancellation);
        var sent = await _runtime.SendAsync(1);

        var (message, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        Assert.That((message.Id, message.Headers[Headers.ExceptionMessage]), Is.EqualTo((sent[0], "no address")));
        Assert.That(handler.Begun, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_cannot_be_read_does_not_hold_up_the_others(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 1, Prefetch = 1 });
        await _runtime.PublishAsync(_runtime.Command() with { Body = "{"u8.ToArray() });
        await _broker.UseAsync(channel => channel.BasicPublishAsync(
            _runtime.Endpoint.Name, "", mandatory: true, new RabbitMQ.Client.BasicProperties(), new byte[] { 1, 2, 3 }, cancellation).AsTask());
        var sent = await _runtime.SendAsync(1);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 1), "the good one is handled", cancellation);
        Assert.That(handler.Finished, Is.EqualTo(sent));
        for (var i = 0; i < 2; i++)
            Assert.That((await _broker.TakeAsync(Endpoints.Error, cancellation)).Message.Headers[Headers.ExceptionType], Does.EndWith(nameof(PoisonMessageException)));
    }

    [Test]
    public async Task What_was_handed_out_too_often_without_an_answer_is_not_handled_any_more(CancellationToken cancellation)
    {
        var limit = new RecoverabilitySettings { UnsettledDeliveries = 3 };
        var sent = await _runtime.SendAsync(1);
        for (var delivery = 0; delivery < 3; delivery++)
        {
            var killed = new RecordingHandler(async context =>
            {
                await Task.Delay(Timeout.Infinite, context.Cancellation);
                return new Outcome.Handled();
            });
            var consumer = await _runtime.StartConsumerAsync(killed, cancellation, new ConsumerSettings { FinishWithin = TimeSpan.Zero }, limit);
            await Eventually.TrueAsync(() => Task.FromResult(killed.Begun.Count == 1), "it is handed out again", cancellation);
            await consumer.StopAsync(cancellation);
        }

        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(handler, cancellation, recoverability: limit);

        var (message, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        Assert.That((message.Id, message.Headers[Headers.ExceptionMessage]), Is.EqualTo((sent[0], "The message was delivered 3 times and never settled: a process died or lost its connection each time.")));
        Assert.That(handler.Begun, Is.Empty);
    }

    /// <summary>Seconds between the beginnings of one run and the next.</summary>
    private static IReadOnlyList<double> Pauses(RecordingHandler handler) =>
        [.. handler.Begun.Zip(handler.Begun.Skip(1), (earlier, later) => (later.At - earlier.At).TotalSeconds)];
}
