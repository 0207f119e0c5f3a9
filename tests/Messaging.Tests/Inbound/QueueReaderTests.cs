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

    private QueueReader Reader(Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle) => new(
        _runtime.Connections, new QueueReading(_runtime.Endpoint.Name) { LargestBatch = 100, Prefetch = 200 }, handle, TimeProvider.System, _runtime.Log.For<QueueReader>());

    private Task<uint> WaitingAsync(CancellationToken cancellation) => _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation);
}
