using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>A pause costs time and nothing else: no attempt, no copy, no message, however long it lasts and whatever happens meanwhile.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class ConsumerPauseTests : RuntimeFixture
{
    private static readonly ConsumerSettings HandsBackAfterASecond = new()
    {
        Concurrency = 4,
        Prefetch = 10,
        HoldWhilePaused = TimeSpan.FromSeconds(1),
        WatchEvery = TimeSpan.FromMilliseconds(50),
    };

    [Test]
    public async Task While_it_lasts_nothing_is_begun_and_no_more_is_taken_than_prefetch_then_all_slots_go_on_at_once(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var handler = Until(goOn.Task);
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 4, Prefetch = 10 });
        _runtime.Pause.Begin("no relay");
        _runtime.Pause.Begin("no relay, said again");

        var sent = await _runtime.SendAsync(30);
        var retries = await _runtime.SendAsync(30, _runtime.Endpoint.Retries);
        await WaitInQueueAsync(20, 26, cancellation);
        Assert.That((handler.Begun.Count, _runtime.Pause.Reason), Is.EqualTo((0, "no relay")));

        _runtime.Pause.End();
        _runtime.Pause.End();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count == 4), "all slots are taken", cancellation);
        goOn.SetResult();

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 60), "all are handled", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.EquivalentTo(sent.Concat(retries)));
            Assert.That(_runtime.Pause.IsPaused, Is.False);
            Assert.That(_runtime.Log.WithId(1027), Is.EqualTo(new[] { $"1027: The consumer of queue {_runtime.Endpoint.Name} pauses: no relay. Messages wait, and none spends an attempt." }));
            Assert.That(_runtime.Log.WithId(1028), Has.Count.EqualTo(1));
            OverTheSameConnection(consumptions: 1);
        }
    }

    [Test]
    public async Task Handlers_that_run_when_it_begins_go_on_to_their_end(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var handler = Until(goOn.Task);
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 4, Prefetch = 10 });
        await _runtime.SendAsync(10);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count == 4), "4 are being handled", cancellation);

        _runtime.Pause.Begin("no relay");
        goOn.SetResult();

        await Eventually.TrueAsync(async () => await _broker.Management.DepthAsync(_runtime.Endpoint.Name, cancellation) == 6, "4 are handled and acknowledged", cancellation);
        Assert.That(handler.Begun, Has.Count.EqualTo(4), "and none after them");
        _runtime.Pause.End();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 10), "the others after it", cancellation);
    }

    [Test]
    public async Task When_it_lasts_what_is_held_goes_back_once_and_is_handled_when_it_ends(CancellationToken cancellation)
    {
        var handler = Until(Task.CompletedTask);
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation, HandsBackAfterASecond);
        _runtime.Pause.Begin("no relay");
        var sent = await _runtime.SendAsync(15);
        var retries = await _runtime.SendAsync(15, _runtime.Endpoint.Retries);

        await HandedBackAsync(cancellation);
        await WaitInQueueAsync(15, 15, cancellation);
        Assert.That((handler.Begun.Count, consumer.IsConnected, consumer.IsConsuming), Is.EqualTo((0, true, false)));

        _runtime.Pause.End();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 30), "all are handled", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.EquivalentTo(sent.Concat(retries)));
            Assert.That(_runtime.Log.WithId(1029), Has.Count.EqualTo(1));
            OverTheSameConnection(consumptions: 2);
        }
    }

    [Test]
    public async Task Handed_back_a_message_counts_as_delivered_once_and_one_that_was_not_held_never(CancellationToken cancellation)
    {
        await _runtime.StartConsumerAsync(Until(Task.CompletedTask), cancellation, HandsBackAfterASecond);
        _runtime.Pause.Begin("no relay");
        await _runtime.SendAsync(15);
        await HandedBackAsync(cancellation);
        await WaitInQueueAsync(15, 0, cancellation);

        var deliveries = new List<long>();
        for (var message = 0; message < 15; message++)
            deliveries.Add((await _broker.TakeAsync(_runtime.Endpoint.Name, cancellation)).Message.EarlierDeliveries);
        Assert.That(deliveries.Order(), Is.EqualTo(Enumerable.Repeat(0L, 5).Concat(Enumerable.Repeat(1L, 10))));
    }

    [Test]
    public async Task The_watch_does_not_take_a_paused_consumer_for_a_forgotten_one(CancellationToken cancellation)
    {
        await _runtime.StartConsumerAsync(Until(Task.CompletedTask), cancellation, HandsBackAfterASecond);
        _runtime.Pause.Begin("no relay");
        await _runtime.SendAsync(30);

        await HandedBackAsync(cancellation); // twenty looks at a queue in which messages wait

        OverTheSameConnection(consumptions: 1);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_stop_during_it_is_prompt_and_another_handles_everything(bool handedBack)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        var paused = Until(Task.CompletedTask);
        var consumer = await _runtime.StartConsumerAsync(paused, time.Token, handedBack ? HandsBackAfterASecond : HandsBackAfterASecond with { HoldWhilePaused = TimeSpan.FromMinutes(5) });
        _runtime.Pause.Begin("no relay");
        var sent = await _runtime.SendAsync(30);
        await (handedBack ? HandedBackAsync(time.Token) : WaitInQueueAsync(20, 0, time.Token));

        await consumer.StopAsync(time.Token).WaitAsync(TimeSpan.FromSeconds(5), time.Token);

        await WaitInQueueAsync(30, 0, time.Token);
        _runtime.Pause.End();
        var other = Until(Task.CompletedTask);
        await _runtime.StartConsumerAsync(other, time.Token);
        await Eventually.TrueAsync(() => Task.FromResult(other.Finished.Count == 30), "another handles them", time.Token);
        Assert.That(other.Finished, Is.EquivalentTo(sent));
        Assert.That(paused.Begun, Is.Empty);
    }

    [Test]
    public async Task One_that_comes_and_goes_ten_times_a_second_loses_doubles_and_returns_nothing(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(async context =>
        {
            await Task.Delay(5, context.Cancellation);
            return new Outcome.Handled();
        });
        // Less than all pauses together, and more than one of them takes on a machine that stalls for a second.
        await _runtime.StartConsumerAsync(handler, cancellation, HandsBackAfterASecond with { WatchEvery = TimeSpan.FromSeconds(1), HoldWhilePaused = TimeSpan.FromSeconds(2.5) });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var flapping = FlapAsync(enough.Token);

        var sent = await _runtime.SendAsync(1_000);
        var retries = await _runtime.SendAsync(500, _runtime.Endpoint.Retries);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count >= 1_500), "all are handled", cancellation);
        await enough.CancelAsync();
        await flapping;

        await Eventually.TrueAsync(async () => await _broker.Management.DepthAsync(_runtime.Endpoint.Name, cancellation) == 0, "all are acknowledged", cancellation);
        TestContext.Out.WriteLine($"{_runtime.Log.WithId(1027).Count} pauses.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.EquivalentTo(sent.Concat(retries)));
            Assert.That(_runtime.Log.WithId(1027), Has.Count.GreaterThan(3).And.Count.EqualTo(_runtime.Log.WithId(1028).Count));
            OverTheSameConnection(consumptions: 1); // so nothing was delivered twice
        }
    }

    private static RecordingHandler Until(Task goOn) => new(async _ =>
    {
        await goOn;
        return new Outcome.Handled();
    });

    private async Task FlapAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            _runtime.Pause.Begin("no relay");
            await Task.Delay(50, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the flapping itself
            _runtime.Pause.End();
            await Task.Delay(50, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task HandedBackAsync(CancellationToken cancellation) =>
        Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1029).Count == 1), "what is held is handed back", cancellation);

    /// <summary>Messages in each queue that are with no consumer.</summary>
    private Task WaitInQueueAsync(uint sent, uint retries, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation) == sent && await _broker.WaitingAsync(_runtime.Endpoint.Retries, cancellation) == retries,
        $"{sent} messages and {retries} retries wait in their queues",
        cancellation);

    private void OverTheSameConnection(int consumptions)
    {
        Assert.That(_runtime.Log.WithId(1001), Is.Empty);
        Assert.That(_runtime.Log.WithId(1020), Has.Count.EqualTo(consumptions));
    }
}
