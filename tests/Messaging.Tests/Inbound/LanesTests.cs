using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>Neither of an endpoint's two lanes starves the other. Told by the order in which handling begins.</summary>
[CancelAfter(60_000)]
public sealed class LanesTests : RuntimeFixture
{
    /// <summary>Longer than the broker needs to hand us the next ones: both lanes have work all the time.</summary>
    private static readonly TimeSpan Handling = TimeSpan.FromMilliseconds(5);

    /// <summary>So few slots that both lanes have to wait for them.</summary>
    private static readonly ConsumerSettings Narrow = new() { Concurrency = 16, Prefetch = 64 };

    [Test]
    public async Task Two_thousand_retries_do_not_stand_in_front_of_new_messages(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(HandleAsync);
        var retries = await _runtime.SendAsync(2_000, _runtime.Endpoint.Retries);
        var consumer = await _runtime.StartConsumerAsync(handler, cancellation, Narrow);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count >= 50), "retries are being handled", cancellation);

        var sent = (await _runtime.SendAsync(400)).ToHashSet();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 2_400), "all are handled", cancellation);

        var order = handler.Begun.Select(run => sent.Contains(run.Context.MessageId)).ToList();
        var together = order[order.IndexOf(true)..(order.LastIndexOf(true) + 1)];
        TestContext.Out.WriteLine($"Of {together.Count} begun while both lanes had work, {together.Count(isNew => !isNew)} were retries.");
        await consumer.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(together.Count(isNew => !isNew) / (double)together.Count, Is.InRange(0.15, 0.35), "one in four");
            Assert.That(handler.Finished, Is.EquivalentTo(retries.Concat(sent)));
            Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Name, cancellation), Is.Empty);
            Assert.That(await _broker.DrainAsync(_runtime.Endpoint.Retries, cancellation), Is.Empty);
        }
    }

    [Test]
    public async Task With_one_slot_every_fourth_is_a_retry_exactly(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var handler = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 1, Prefetch = 30 });
        await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count == 1), "the slot is taken", cancellation);
        var (sent, retries) = (await _runtime.SendAsync(29), await _runtime.SendAsync(10, _runtime.Endpoint.Retries));
        await Eventually.TrueAsync(
            async () => await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation) + await _broker.WaitingAsync(_runtime.Endpoint.Retries, cancellation) == 0,
            "all wait here",
            cancellation);

        goOn.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 40), "all are handled", cancellation);

        var order = handler.Begun.Skip(1).Select(run => retries.Contains(run.Context.MessageId) ? 'r' : 'n');
        Assert.That(string.Concat(order), Is.EqualTo(string.Concat(Enumerable.Repeat("nnnr", 9)) + "nnr"));
        Assert.That(handler.Finished.Except(retries).Skip(1), Is.EqualTo(sent), "each lane in its order");
    }

    [Test]
    public async Task Retries_that_hang_do_not_keep_new_messages_from_being_handled(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var hanging = new HashSet<string>();
        var handler = new RecordingHandler(async context =>
        {
            if (hanging.Contains(context.MessageId))
                await goOn.Task;
            return new Outcome.Handled();
        });
        var commands = Enumerable.Range(0, 100).Select(_ => _runtime.Command(destination: _runtime.Endpoint.Retries)).ToList();
        hanging.UnionWith(commands.Select(command => $"{command.Id}"));
        await Task.WhenAll(commands.Select(_runtime.PublishAsync));
        await _runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 8, Prefetch = 16 });
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count == 6), "retries hold what they may", cancellation);

        var sent = await _runtime.SendAsync(200);

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 200), "all new ones are handled", cancellation);
        Assert.That(handler.Finished, Is.EquivalentTo(sent));
        Assert.That(handler.Begun, Has.Count.EqualTo(206), "two slots were kept for them");
        goOn.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 300), "and then the retries", cancellation);
    }

    [Test]
    public async Task Retries_are_handled_although_new_messages_never_end(CancellationToken cancellation)
    {
        var handler = new RecordingHandler(HandleAsync);
        await _runtime.SendAsync(500);
        await _runtime.StartConsumerAsync(handler, cancellation, Narrow);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var flood = FloodAsync(handler, enough.Token);

        var retries = await _runtime.SendAsync(200, _runtime.Endpoint.Retries);
        await Eventually.TrueAsync(() => Task.FromResult(!retries.Except(handler.Finished).Any()), "the retries are handled", cancellation);

        var waiting = await _broker.WaitingAsync(_runtime.Endpoint.Name, cancellation);
        await enough.CancelAsync();
        var order = handler.Begun.Select(run => run.Context.MessageId).ToList();
        var (first, last) = (order.FindIndex(retries.Contains), order.FindLastIndex(retries.Contains));
        TestContext.Out.WriteLine($"{retries.Count} retries among {last - first + 1}; {await flood} new ones in all, {waiting} of them waiting.");
        Assert.That(waiting, Is.Positive, "the main lane was full to the end");
        Assert.That(retries.Count / (double)(last - first + 1), Is.InRange(0.15, 0.35));
    }

    /// <summary>Keeps some hundred new messages ahead of the handler.</summary>
    private async Task<int> FloodAsync(RecordingHandler handler, CancellationToken enough)
    {
        var sent = 500;
        for (; !enough.IsCancellationRequested; sent += 100)
        {
            await _runtime.SendAsync(100);
            while (sent - handler.Finished.Count > 600 && !enough.IsCancellationRequested)
                await Task.Delay(Handling, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return sent;
    }

    private static async Task<Outcome> HandleAsync(MessageContext context)
    {
        await Task.Delay(Handling, context.Cancellation);
        return new Outcome.Handled();
    }
}
