using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Recoverability;

/// <summary>A message that has to go elsewhere while the broker takes nothing: blocked by an alarm, or away for publishers only.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class PassingOnTests
{
    private TestBroker _broker = null!;
    private Runtime _runtime = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        _runtime = new Runtime(_broker.Uri);
        await _runtime.StartPublisherAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task Close()
    {
        await _runtime.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task A_message_that_cannot_be_passed_on_for_long_is_not_taken_for_one_that_kills_its_process(CancellationToken cancellation)
    {
        var publisherIsBack = false;
        var handled = new TaskCompletionSource();
        var handler = new RecordingHandler(_ =>
        {
            if (!publisherIsBack)
                return new Outcome.Deferred(TimeSpan.FromSeconds(1), "relay away");
            handled.SetResult();
            return new Outcome.Handled();
        });
        await _runtime.SendAsync(1);
        await _runtime.Publisher.StopAsync(cancellation);
        await _runtime.StartConsumerAsync(handler, cancellation, recoverability: new() { UnsettledDeliveries = 2 });
        await Eventually.TrueAsync(() => Task.FromResult(Refusals() >= 4), "it could not be passed on 4 times", cancellation);

        publisherIsBack = true;
        await _runtime.StartPublisherAsync(cancellation);

        await Eventually.TrueAsync(
            async () => handled.Task.IsCompleted || await _broker.WaitingAsync(Endpoints.Error, cancellation) > 0, "it came to an end", cancellation);
        Assert.That(await _broker.DrainAsync(Endpoints.Error, cancellation), Is.Empty);

        int Refusals() => _runtime.Log.WithId(1033).Count + _runtime.Log.WithId(1037).Count;
    }

    [Test]
    public async Task A_stop_ends_the_holding_of_a_message_that_cannot_be_passed_on_and_another_consumer_gets_it(CancellationToken cancellation)
    {
        await _runtime.SendAsync(1);
        await _runtime.Publisher.StopAsync(cancellation);
        var deferring = new RecordingHandler(_ => new Outcome.Deferred(TimeSpan.FromSeconds(1), "relay away"));
        var consumer = await _runtime.StartConsumerAsync(deferring, cancellation, new ConsumerSettings { FinishWithin = TimeSpan.FromMilliseconds(200) });
        await Eventually.TrueAsync(() => Task.FromResult(deferring.Finished.Count == 1), "it is held", cancellation);
        await consumer.StopAsync(cancellation);

        var other = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(other, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(other.Finished.Count == 1), "another handles it", cancellation);
    }
}
