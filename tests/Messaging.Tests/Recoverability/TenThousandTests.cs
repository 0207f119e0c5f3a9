using System.Collections.Concurrent;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Recoverability;

/// <summary>Ten thousand messages, every seventh of which fails twice and every thousandth always: each ends where it should, and the counts are exact.</summary>
[CancelAfter(120_000)]
public sealed class TenThousandTests
{
    private const int Messages = 10_000;

    [Test]
    public async Task Each_of_ten_thousand_ends_where_it_should(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var runtime = new Runtime(broker.Uri);
        await runtime.StartPublisherAsync(cancellation);
        var commands = Enumerable.Range(1, Messages).Select(_ => runtime.Command()).ToList();
        var number = commands.Select((command, index) => (Id: $"{command.Id}", Number: index + 1)).ToDictionary(pair => pair.Id, pair => pair.Number);
        var tries = new ConcurrentDictionary<int, int>();
        var handled = new ConcurrentDictionary<int, int>();
        var handler = new Handler(context =>
        {
            var mine = number[context.MessageId];
            var thisTry = tries.AddOrUpdate(mine, 1, (_, before) => before + 1);
            if (FailsAlways(mine) || (FailsTwice(mine) && thisTry <= 2))
                return new Outcome.Failed(new InvalidOperationException($"try {thisTry}"));
            handled.AddOrUpdate(mine, 1, (_, before) => before + 1);
            return new Outcome.Handled();
        });
        var consumer = await runtime.StartConsumerAsync(
            new HandlerTable().Add(handler), cancellation, recoverability: new() { ImmediateRetries = 1, DelayedRetrySeconds = "1,1" });

        await Parallel.ForEachAsync(commands.Chunk(500), cancellation, async (chunk, _) => await Task.WhenAll(chunk.Select(runtime.PublishAsync)));
        await Eventually.TrueAsync(
            async () => handled.Count == Messages - 10 && await broker.WaitingAsync(Endpoints.Error, cancellation) == 10, "all have come to their end", cancellation);
        await consumer.StopAsync(cancellation);

        var failed = (await broker.DrainAsync(Endpoints.Error, cancellation)).Select(id => number[id]);
        TestContext.Out.WriteLine($"{tries.Values.Sum()} tries; {runtime.Log.WithId(1035).Count} times everything failed for a while.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed, Is.EquivalentTo(Enumerable.Range(1, 10).Select(i => i * 1_000)));
            Assert.That(handled.Values, Is.All.EqualTo(1), "none was handled twice");
            Assert.That(handled.Keys.Where(mine => !FailsTwice(mine)).Select(mine => tries[mine]), Is.All.EqualTo(1));
            Assert.That(handled.Keys.Where(FailsTwice).Select(mine => tries[mine]), Is.All.EqualTo(3));
            Assert.That(handled.Keys.Count(FailsTwice), Is.EqualTo((Messages / 7) - (Messages / 7_000)));
            Assert.That(await broker.DrainAsync(runtime.Endpoint.Name, cancellation), Is.Empty);
            Assert.That(await broker.DrainAsync(runtime.Endpoint.Retries, cancellation), Is.Empty);
        }
    }

    private static bool FailsTwice(int number) => number % 7 == 0;

    private static bool FailsAlways(int number) => number % 1_000 == 0;

    private sealed class Handler(Func<MessageContext, Outcome> handle) : IHandle<SendOrderConfirmation>
    {
        public Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context) => Task.FromResult(handle(context));
    }
}
