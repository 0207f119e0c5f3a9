using System.Collections.Concurrent;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Wire;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>A queue that is not an endpoint's own, read in batches over a real broker.</summary>
[CancelAfter(30_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class QueueReaderTests : RuntimeFixture
{
    [Test]
    public async Task What_is_handled_is_gone_also_when_it_came_twice_and_what_is_not_comes_again(CancellationToken cancellation)
    {
        var sent = await _runtime.SendAsync(300);
        var handled = new ConcurrentBag<string>();
        var goOn = new TaskCompletionSource();
        using var reader = Reader(async (batch, _) =>
        {
            await goOn.Task;
            foreach (var message in batch)
                handled.Add(message.Id);
        });
        await reader.StartAsync(cancellation);
        await Eventually.TrueAsync(async () => await WaitingAsync(cancellation) == 100, "200 are held, and none is acknowledged", cancellation);
        await _broker.KnowsConnectionsAsync(2, cancellation);
        await _broker.Management.CloseConnectionsAsync(cancellation);
        goOn.SetResult();

        await Eventually.TrueAsync(() => Task.FromResult(handled.Distinct().Count() == 300), "all are handled", cancellation);
        Assert.That(handled.Distinct(), Is.EquivalentTo(sent));
        await Eventually.TrueAsync(() => Task.FromResult(reader.IsWell), "it reads again", cancellation);
        await reader.StopAsync(cancellation);
        Assert.That(await WaitingAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task Stopped_it_lets_the_batch_in_hand_finish_and_gives_the_rest_back(CancellationToken cancellation)
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var handled = new ConcurrentBag<string>();
        using var reader = Reader(async (batch, _) =>
        {
            begun.TrySetResult();
            await goOn.Task;
            foreach (var message in batch)
                handled.Add(message.Id);
        });
        await _runtime.SendAsync(150);
        await reader.StartAsync(cancellation);
        await begun.Task.WaitAsync(cancellation);
        var stopping = reader.StopAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(!reader.IsReading), "it takes nothing more", cancellation);
        goOn.SetResult();
        await stopping;

        Assert.That(handled, Has.Count.InRange(1, 100));
        await Eventually.TrueAsync(async () => await WaitingAsync(cancellation) == 150 - handled.Count, "the rest is in the queue", cancellation);
    }

    [Test]
    public async Task What_could_not_be_handled_for_long_waits_in_the_queue_until_it_can(CancellationToken cancellation)
    {
        var sent = await _runtime.SendAsync(10);
        var isAway = true;
        var handled = new ConcurrentBag<string>();
        using var reader = Reader((batch, _) =>
        {
            if (isAway)
                throw new TimeoutException("away");
            foreach (var message in batch)
                handled.Add(message.Id);
            return Task.CompletedTask;
        });
        await reader.StartAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1054).Count == 1), "it gives up", cancellation);
        await Eventually.TrueAsync(async () => await WaitingAsync(cancellation) == 10, "all are in the queue", cancellation);
        isAway = false;
        await Eventually.TrueAsync(() => Task.FromResult(handled.Distinct().Count() == 10), "all are handled", cancellation);
        await reader.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handled.Distinct(), Is.EquivalentTo(sent));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connection");
        }
    }

    [Test]
    public async Task Of_large_messages_no_more_are_held_than_may_be(CancellationToken cancellation)
    {
        var sent = await _runtime.SendAsync(40);
        var batches = new ConcurrentQueue<IReadOnlyList<string>>();
        using var reader = Reader(
            async (batch, _) =>
            {
                batches.Enqueue([.. batch.Select(message => message.Id)]);
                if (batches.Count > 1)
                    return;
                await Eventually.TrueAsync(
                    async () => _runtime.Log.WithId(1055).Count == 1 && await WaitingAsync(cancellation) >= 39, "all were handed back, and one at most is held again", cancellation);
            },
            mostHeld: 5_000);
        await reader.StartAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(Alone().Count() == 40), "all are handled alone", cancellation);
        await Eventually.TrueAsync(async () => await WaitingAsync(cancellation) == 0, "none is left", cancellation);
        await reader.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Alone(), Is.EquivalentTo(sent));
            Assert.That(batches.Skip(1).Select(batch => batch.Count), Is.All.EqualTo(1));
            Assert.That(_runtime.Log.WithId(1055), Has.Count.EqualTo(1));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connection");
        }

        IEnumerable<string> Alone() => batches.Where(batch => batch.Count == 1).Select(batch => batch[0]).Distinct();
    }

    private QueueReader Reader(Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle, long mostHeld = long.MaxValue) => new(
        _runtime.Connections, new QueueReading(_runtime.Endpoint.Name) { LargestBatch = 100, Prefetch = 200, MostHeld = mostHeld, HoldFailing = TimeSpan.FromMilliseconds(300) }, handle, TimeProvider.System, _runtime.Log.For<QueueReader>());

    private Task<uint> WaitingAsync(CancellationToken cancellation) => _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation);
}
