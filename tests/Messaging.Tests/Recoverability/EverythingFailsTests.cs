using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Recoverability;

/// <summary>What all messages need is broken for a while. None of them may be given up for that.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class EverythingFailsTests
{
    [Test]
    public async Task Nothing_goes_to_the_error_queue_few_are_tried_and_all_are_handled_once_it_is_mended(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var runtime = new Runtime(broker.Uri);
        await runtime.StartPublisherAsync(cancellation);
        var mended = false;
        var handler = new RecordingHandler(_ => mended ? new Outcome.Handled() : new Outcome.Failed(new InvalidOperationException("the template is missing")));
        var schedule = new RecoverabilitySettings { ImmediateRetries = 0, DelayedRetrySeconds = "1", EverythingFailsAfter = 10 };
        await runtime.StartConsumerAsync(handler, cancellation, recoverability: schedule);

        var sent = await runtime.SendAsync(40);
        await Eventually.TrueAsync(() => Task.FromResult(Logged("1035:")), "the circuit opens", cancellation);
        var (open, triedBefore) = (DateTimeOffset.UtcNow, handler.Begun.Count);
        await Eventually.TrueAsync(
            () => Task.FromResult(Runs().All(runs => runs >= 3)), "all have been tried more often than their schedule allows", cancellation);
        var (probes, took) = (handler.Begun.Count - triedBefore, DateTimeOffset.UtcNow - open);
        mended = true;
        var triedInVain = handler.Begun.Count;

        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count >= triedInVain + 40), "all are handled", cancellation);
        await Eventually.TrueAsync(async () => await broker.WaitingAsync(runtime.Endpoint.Name, cancellation) == 0, "the queue is empty", cancellation);
        await Eventually.TrueAsync(async () => await broker.WaitingAsync(runtime.Endpoint.Retries, cancellation) == 0, "and that of its retries", cancellation);
        TestContext.Out.WriteLine($"{probes} probes in {took.TotalSeconds:0.0} s.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await broker.WaitingAsync(Endpoints.Error, cancellation), Is.Zero);
            Assert.That(probes / took.TotalSeconds, Is.LessThan(12), "one every 0.1 s");
            Assert.That(Logged("1036:"), Is.True, "and it says when it works again");
            Assert.That(handler.Begun.Select(run => run.Context.MessageId).Distinct(), Is.EquivalentTo(sent));
        }

        IEnumerable<int> Runs() => sent.Select(id => handler.Begun.Count(run => run.Context.MessageId == id));

        bool Logged(string id) => runtime.Log.Lines.Any(line => line.StartsWith(id, StringComparison.Ordinal));
    }
}
