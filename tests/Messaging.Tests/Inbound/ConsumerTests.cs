using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>Every message is handled to its end by somebody, whatever happens to a consumer.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class ConsumerTests : RuntimeFixture
{
    [Test]
    public async Task What_is_handled_is_gone_from_the_queue(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation);

        var sent = await _runtime.SendAsync(200);

        await HandledAsync(handler, 200, cancellation);
        await NothingIsLeftAsync(consumer, cancellation);
        Assert.That(handler.Finished, Is.EquivalentTo(sent));
    }

    [Test]
    public async Task Nothing_is_acknowledged_before_its_handler_is_done(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var slow = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        var consumer = await _runtime.StartConsumerAsync(slow, cancellation, new ConsumerSettings { Concurrency = 4, Prefetch = 4 });
        await _broker.KnowsConnectionsAsync(2, cancellation);
        var sent = await _runtime.SendAsync(10);
        await Eventually.TrueAsync(() => Task.FromResult(slow.Begun.Count == 4), "4 are being handled", cancellation);

        await Eventually.TrueAsync(
            async () => await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation) == 6, "6 wait: no more are prefetched than set", cancellation);
        Assert.That(slow.Begun, Has.Count.EqualTo(4));
        await _broker.Management.CloseConnectionsAsync(cancellation);
        goOn.SetResult();

        await HandledAsync(slow, 14, cancellation);
        await NothingIsLeftAsync(consumer, cancellation);
        Assert.That(slow.Finished.Distinct(), Is.EquivalentTo(sent), "the first 4 came again: their connection was gone before they were done");
    }

    [Test]
    public async Task Two_consumers_share_the_work_and_no_message_is_handled_twice(CancellationToken cancellation)
    {
        var (one, other) = (Slow(), Slow());
        await _runtime.StartConsumerAsync(one, cancellation, new ConsumerSettings { Concurrency = 2, Prefetch = 2 });
        await _runtime.StartConsumerAsync(other, cancellation, new ConsumerSettings { Concurrency = 2, Prefetch = 2 });

        var sent = await _runtime.SendAsync(100);

        await Eventually.TrueAsync(() => Task.FromResult(one.Finished.Count + other.Finished.Count >= 100), "all are handled", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Finished.Concat(other.Finished), Is.EquivalentTo(sent));
            Assert.That(one.Finished, Has.Count.InRange(20, 80));
        }

        static RecordingHandler Slow() => new(async context =>
        {
            await Task.Delay(5, context.Cancellation);
            return new Outcome.Handled();
        });
    }

    [Test]
    public async Task Stopped_in_the_middle_handlers_finish_and_the_rest_goes_to_another_once(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var stopped = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        var consumer = await _runtime.StartConsumerAsync(stopped, cancellation, new ConsumerSettings { Concurrency = 4, Prefetch = 20 });
        var sent = await _runtime.SendAsync(50);
        await Eventually.TrueAsync(() => Task.FromResult(stopped.Begun.Count == 4), "4 are being handled", cancellation);

        var stopping = consumer.StopAsync(cancellation);
        var other = new RecordingHandler(_ => new Outcome.Handled());
        var second = await _runtime.StartConsumerAsync(other, cancellation);
        await HandledAsync(other, 30, cancellation);
        Assert.That(stopping.IsCompleted, Is.False, "it waits for its handlers");
        goOn.SetResult();
        await stopping;

        await HandledAsync(other, 46, cancellation);
        await NothingIsLeftAsync(second, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stopped.Finished, Has.Count.EqualTo(4), "it took nothing new");
            Assert.That(stopped.Finished.Concat(other.Finished), Is.EquivalentTo(sent));
        }
    }

    [Test]
    public async Task One_abandoned_at_the_end_of_the_time_to_finish_is_handled_by_another(CancellationToken cancellation)
    {
        var stuck = new RecordingHandler(async context =>
        {
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return new Outcome.Handled();
        });
        var consumer = await _runtime.StartConsumerAsync(stuck, cancellation, new ConsumerSettings { FinishWithin = TimeSpan.FromMilliseconds(200) });
        var sent = await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(stuck.Begun.Count == 1), "it is being handled", cancellation);
        await consumer.StopAsync(cancellation);

        var other = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(other, cancellation);

        await HandledAsync(other, 1, cancellation);
        Assert.That(other.Finished, Is.EqualTo(sent));
        Assert.That(other.Begun.Single().Context.Headers, Does.Not.ContainKey("NServiceBus.Retries"), "no attempt is spent");
    }

    [Test]
    public async Task Closed_by_an_operator_it_connects_anew_and_misses_nothing(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(async context =>
        {
            await Task.Delay(2, context.Cancellation);
            return new Outcome.Handled();
        });
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation);
        await _broker.KnowsConnectionsAsync(2, cancellation);
        var sent = await _runtime.SendAsync(500);
        await HandledAsync(handler, 20, cancellation);

        Assert.That(await _broker.Management.CloseConnectionsAsync(cancellation), Is.EqualTo(2));
        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1001).Count == 2), "both have noticed", cancellation); // until then the publisher takes itself for ready
        await _runtime.IsReadyAsync(cancellation);
        var afterwards = await _runtime.SendAsync(50);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Distinct().Count() == 550), "all are handled", cancellation);
        await NothingIsLeftAsync(consumer, cancellation);
        Assert.That(handler.Finished.Distinct(), Is.EquivalentTo(sent.Concat(afterwards)));
    }

    [Test]
    public async Task A_queue_that_somebody_deletes_is_declared_again_and_consumed(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(handler, cancellation);

        await _broker.Management.DeleteQueueAsync(_runtime.Endpoint.Name, cancellation);
        await Eventually.TrueAsync(
            () => Task.FromResult(_runtime.Log.WithId(1020).Count == 2), "it consumes again", cancellation);
        await _runtime.SendAsync(10);

        await HandledAsync(handler, 10, cancellation);
        Assert.That(_runtime.Log.Lines, Has.Some.Contains("the broker cancelled the consumer"));
    }

    [Test]
    public async Task Fewer_consumers_than_expected_are_said_once_and_disturb_nobody(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Expected = 2, WatchEvery = TimeSpan.FromMilliseconds(100) });
        await Eventually.TrueAsync(() => Task.FromResult(Warnings() == 1), "the log names the queue and the two numbers", cancellation);

        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Expected = 2, WatchEvery = TimeSpan.FromMilliseconds(100) });
        var sent = await _runtime.SendAsync(20);
        await HandledAsync(handler, 20, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.EquivalentTo(sent));
            Assert.That(Warnings(), Is.EqualTo(1));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        }

        int Warnings() => _runtime.Log.Lines.Count(line => line == $"1022: Queue {_runtime.Endpoint.Name} has 1 consumers; 2 are expected (Consumer:Expected).");
    }

    private static Task HandledAsync(RecordingHandler handler, int messages, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count >= messages), $"{messages} are handled", cancellation);

    /// <summary>What the consumer had not acknowledged would be back in the queue.</summary>
    private async Task NothingIsLeftAsync(Consumer consumer, CancellationToken cancellation)
    {
        await consumer.StopAsync(cancellation);
        Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation), Is.Empty);
    }
}
