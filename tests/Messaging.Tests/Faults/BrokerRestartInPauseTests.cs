using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>The broker goes and comes back while the consumer pauses: a broker of its own, so that it need not wait for other restarts.</summary>
[CancelAfter(300_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class BrokerRestartInPauseTests
{
    private ControllableRabbitMq _rabbitMq = null!;
    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _rabbitMq = await ControllableRabbitMq.StartAsync();
        _broker = await TestBroker.CreateAsync(_rabbitMq.Broker, _rabbitMq.Management);
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        _broker.Management.Dispose(); // the vhost goes with its broker, which a failed test may have left stopped
        await _rabbitMq.DisposeAsync();
    }

    [TestCase(false, Description = "while messages are held")]
    [TestCase(true, Description = "after they were handed back")]
    public async Task Killed_and_started_again_while_the_consumer_pauses_it_consumes_only_when_the_pause_ends(bool handedBack, CancellationToken cancellation)
    {
        await using var runtime = new Runtime(_broker.Uri);
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await runtime.StartPublisherAsync(cancellation);
        var consumer = await runtime.StartConsumerAsync(handler, cancellation, new ConsumerSettings { Concurrency = 16, Prefetch = 64, HoldWhilePaused = handedBack ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(5) });
        runtime.Pause.Begin("no relay");
        var sent = await runtime.SendAsync(100);
        await Eventually.TrueAsync(() => Task.FromResult(runtime.Log.WithId(1029).Count == (handedBack ? 1 : 0)), "it has handed back or holds", cancellation);
        await WaitAsync(handedBack ? 100u : 36u, "the messages that nobody holds");

        await _rabbitMq.KillAsync();
        await Eventually.TrueAsync(() => Task.FromResult(!consumer.IsConnected), "the consumer notices", cancellation);
        await _rabbitMq.StartAgainAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(consumer.IsConnected), "it is connected again", cancellation);
        await runtime.IsReadyAsync(cancellation);
        var later = await runtime.SendAsync(10);
        await WaitAsync(110, "all messages");
        Assert.That((handler.Begun.Count, consumer.IsConsuming), Is.EqualTo((0, false)));

        runtime.Pause.End();
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count == 110), "all are handled", cancellation);
        Assert.That(handler.Finished, Is.EquivalentTo(sent.Concat(later)));

        Task WaitAsync(uint messages, string which) => Eventually.EqualAsync(() => _broker.WaitingAsync(runtime.Endpoint.Name, cancellation), messages, $"{which} wait in the queue", cancellation);
    }
}
