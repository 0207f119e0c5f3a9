using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>An operator empties a queue that is in use: what waited in it is lost by intent, and nothing else happens.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class PurgedQueueTests
{
    [Test]
    public async Task Publisher_and_consumer_go_on_and_later_messages_are_handled(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var runtime = new Runtime(broker.Uri);
        var goOn = new TaskCompletionSource();
        var handler = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        await runtime.StartPublisherAsync(cancellation);
        var consumer = await runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 4, Prefetch = 4 });
        var before = await runtime.SendAsync(100);
        await Eventually.TrueAsync(async () => await broker.WaitingAsync(runtime.Endpoint.Name, cancellation) == 96, "4 are in hand and the others wait", cancellation);

        await broker.Management.PurgeAsync(runtime.Endpoint.Name, cancellation);
        Assert.That(await broker.WaitingAsync(runtime.Endpoint.Name, cancellation), Is.Zero);
        goOn.SetResult();
        var after = await runtime.SendAsync(100);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 104), "those in hand and the later ones are handled", cancellation);
        await consumer.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished.Intersect(before).Count(), Is.EqualTo(4));
            Assert.That(handler.Finished, Is.SupersetOf(after));
            Assert.That(await broker.DrainAsync(runtime.Endpoint.Name, cancellation), Is.Empty);
            Assert.That(runtime.Log.Errors, Is.Empty);
            Assert.That(runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        }
    }
}
