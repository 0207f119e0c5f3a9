using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;
using RabbitMQ.Client;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>
/// The network swallows everything and no socket closes: only time tells. The client library's publish can hang for ever in the same way after
/// a broker's restart, so this is also the test of what guards against that.
/// </summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class FrozenConnectionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>What a slow machine may take beyond it; far below the two heartbeats by which the library itself would notice.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private TestBroker _broker = null!;
    private FaultProxy _network = null!;

    [OneTimeSetUp]
    public async Task OpenBroker() => _broker = await TestBroker.CreateAsync();

    [OneTimeTearDown]
    public async Task CloseBroker() => await _broker.DisposeAsync();

    [SetUp]
    public void Open() => _network = new FaultProxy(_broker.Uri);

    [TearDown]
    public async Task Close() => await _network.DisposeAsync();

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public async Task A_publish_without_an_answer_is_unknown_at_its_deadline_and_the_connection_is_replaced(bool newConnectionsFreezeToo, int rounds)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        await using var runtime = new Runtime(_network.Uri, settings: settings => settings with { PublishDeadline = Deadline });
        await runtime.StartPublisherAsync(time.Token);
        await runtime.SendAsync(10);

        for (var round = 1; round <= rounds; round++)
        {
            _network.Freeze(newConnectionsFreezeToo);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => runtime.PublishAsync(runtime.Command()))).WaitAsync(Deadline + Slack, time.Token);
            Assert.That(outcomes, Is.All.EqualTo(PublishOutcome.Unknown));
            if (newConnectionsFreezeToo)
                _network.Thaw();
            var since = Stopwatch.StartNew();
            await runtime.IsReadyAsync(time.Token);
            await runtime.SendAsync(10);
            TestContext.Out.WriteLine($"Confirmed again {since.Elapsed.TotalSeconds:0.0} s after the deadline.");
            Assert.That(runtime.Log.WithId(1001), Has.Count.EqualTo(round).And.All.Contains($"exchange '{runtime.Endpoint.Name}' had no answer within {Deadline}"));
        }

        _network.Thaw();
        await Eventually.TrueAsync(() => Task.FromResult(_network.Connections == 1), "the old connections are closed", time.Token);
    }

    [Test]
    public async Task A_consumer_notices_by_its_heartbeat_and_consumes_again_with_nothing_lost(CancellationToken cancellation)
    {
        await using var sender = new Runtime(_broker.Uri);
        await sender.StartPublisherAsync(cancellation);
        await using var runtime = new Runtime(_network.Uri, sender.Endpoint.Name, settings => settings with { Heartbeat = TimeSpan.FromSeconds(1) });
        await runtime.StartPublisherAsync(cancellation);
        var handler = new RecordingHandler(async context =>
        {
            await Task.Delay(10, context.Cancellation);
            return new Outcome.Handled();
        });
        var consumer = await runtime.StartConsumerAsync(handler, cancellation);
        var sent = await sender.SendAsync(1_000);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count >= 50), "50 are handled", cancellation);

        _network.Freeze();
        var since = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => Task.FromResult(!consumer.IsConsuming), "the consumer notices", cancellation);
        TestContext.Out.WriteLine($"Noticed after {since.Elapsed.TotalSeconds:0.0} s, with {handler.Finished.Count} handled.");
        var later = await sender.SendAsync(50);
        _network.Thaw();
        since.Restart();

        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Distinct().Count() == 1_050), "all are handled", cancellation);
        TestContext.Out.WriteLine($"All are handled {since.Elapsed.TotalSeconds:0.0} s after the thaw, {handler.Finished.Count - 1_050} of them twice.");
        await consumer.StopAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished.Distinct(), Is.EquivalentTo(sent.Concat(later)));
            Assert.That(await _broker.DrainAsync(runtime.Endpoint.Name, cancellation), Is.Empty);
            Assert.That(runtime.Log.WithId(1001), Has.Some.StartsWith("1001: The consumer"));
        }
    }

    [Test]
    public async Task Bug_a_connection_that_froze_while_it_was_opened_was_waited_for_for_ever(CancellationToken cancellation)
    {
        await using var runtime = new Runtime(_network.Uri);
        _network.Freeze();
        var starting = runtime.StartPublisherAsync(cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_network.Connections == 1), "it is being opened", cancellation);
        _network.Freeze(newOnesToo: false);

        await starting;
        Assert.That(await runtime.PublishAsync(runtime.Command()), Is.EqualTo(PublishOutcome.Confirmed));
        Assert.That(runtime.Log.WithId(1002), Has.Count.EqualTo(1).And.All.Contains("no answer within"));
    }

    [Test]
    public async Task Cut_without_warning_publisher_and_consumer_go_on_and_nothing_confirmed_is_lost(CancellationToken cancellation)
    {
        await using var runtime = new Runtime(_network.Uri);
        await runtime.StartPublisherAsync(cancellation);
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await runtime.StartConsumerAsync(handler, cancellation);
        var commands = Enumerable.Range(0, 2_000).Select(_ => runtime.Command()).ToList();

        var publishing = commands.Select(runtime.PublishAsync).ToList();
        await Task.WhenAny(publishing);
        await _network.CutAsync();
        var outcomes = await Task.WhenAll(publishing);
        await runtime.IsReadyAsync(cancellation);
        var later = await runtime.SendAsync(10);

        var confirmed = commands.Where((_, i) => outcomes[i] == PublishOutcome.Confirmed).Select(command => $"{command.Id}").ToList();
        TestContext.Out.WriteLine(string.Join(", ", outcomes.CountBy(outcome => outcome)));
        Assert.That(outcomes, Is.All.AnyOf(PublishOutcome.Confirmed, PublishOutcome.Unknown, PublishOutcome.Unavailable));
        await Eventually.TrueAsync(() => Task.FromResult(!confirmed.Concat(later).Except(handler.Finished).Any()), "all that is confirmed is handled", cancellation);
    }

    [Test]
    public async Task Bug_an_address_that_nobody_answered_about_counted_as_one_that_leads_nowhere(CancellationToken cancellation)
    {
        await using var runtime = new Runtime(_network.Uri, settings: settings => settings with { PublishDeadline = Deadline });
        await runtime.StartPublisherAsync(cancellation);
        await _broker.UseAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync("of-somebody-else", ExchangeType.Fanout, autoDelete: false, cancellationToken: cancellation);
            await channel.QueueBindAsync(runtime.Endpoint.Name, "of-somebody-else", "", cancellationToken: cancellation);
        });

        _network.Freeze(newOnesToo: false);
        Assert.That(
            await runtime.PublishAsync(runtime.Command(destination: "of-somebody-else")).WaitAsync(TimeSpan.FromSeconds(8), cancellation), Is.EqualTo(PublishOutcome.Unavailable));

        await Eventually.TrueAsync(
            async () => await runtime.PublishAsync(runtime.Command(destination: "of-somebody-else")) == PublishOutcome.Confirmed, "the connection is replaced and it is found", cancellation);
    }
}
