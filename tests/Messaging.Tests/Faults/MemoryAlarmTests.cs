using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Tests.Outbox;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>The broker is short of memory: it reads nothing more from those who publish, and its queues are to be emptied.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class MemoryAlarmTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>What a slow machine may take beyond it.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private ControllableRabbitMq _rabbitMq = null!;
    private TestBroker _broker = null!;
    private Runtime _runtime = null!;

    [OneTimeSetUp]
    public async Task StartBroker()
    {
        _rabbitMq = await ControllableRabbitMq.StartAsync();
        _broker = await TestBroker.CreateAsync(_rabbitMq.Broker, _rabbitMq.Management);
    }

    [OneTimeTearDown]
    public async Task StopBroker()
    {
        await _broker.DisposeAsync();
        await _rabbitMq.DisposeAsync();
    }

    /// <summary>Short heartbeats: an alarm is longer than several of them.</summary>
    [SetUp]
    public void Open() => _runtime = new Runtime(_broker.Uri, settings: settings => settings with { PublishDeadline = Deadline, Heartbeat = TimeSpan.FromSeconds(1) });

    [TearDown]
    public async Task Close()
    {
        await EndAlarmAsync(CancellationToken.None);
        await _runtime.DisposeAsync();
    }

    [TestCase(100)]
    [TestCase(100_000, Description = "More than sockets and pipes hold: it is the writing that hangs.")]
    public async Task While_it_lasts_nothing_is_confirmed_and_the_connection_is_kept(int bytes)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        await _runtime.StartPublisherAsync(time.Token);
        await _runtime.SendAsync(10);
        await RaiseAlarmAsync(time.Token);

        var messages = Enumerable.Range(0, 400).Select(_ => _runtime.Command() with { Body = new byte[bytes] });
        var outcomes = await Task.WhenAll(messages.Select(_runtime.PublishAsync)).WaitAsync(Deadline + Slack, time.Token);
        TestContext.Out.WriteLine(string.Join(", ", outcomes.CountBy(outcome => outcome)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes, Is.All.AnyOf(PublishOutcome.Unknown, PublishOutcome.Unavailable));
            Assert.That(_runtime.Publisher.IsReady, Is.False);
            Assert.That(_runtime.Publisher.Trouble, Does.StartWith("RabbitMQ has blocked us"));
            Assert.That(_runtime.Log.WithId(1003), Has.Count.EqualTo(1).And.All.Contains("publisher").And.All.Contains("memory"));
        }

        await Task.Delay(TimeSpan.FromSeconds(6), time.Token); // the alarm itself, not a wait for luck: several heartbeats
        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Unavailable));

        await EndAlarmAsync(time.Token);
        var since = Stopwatch.StartNew();
        await _runtime.IsReadyAsync(time.Token);
        await _runtime.SendAsync(100);
        TestContext.Out.WriteLine($"Confirmed again {since.Elapsed.TotalSeconds:0.0} s after the alarm.");
        Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connection");
    }

    [Test]
    public async Task The_consumer_empties_its_queue_and_acknowledges(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var handler = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        await _runtime.StartPublisherAsync(cancellation);
        await _runtime.StartConsumerAsync(handler, cancellation);
        var sent = await _runtime.SendAsync(300);
        await DepthIsAsync(300, cancellation);

        await RaiseAlarmAsync(cancellation);
        Assert.That(await _runtime.PublishAsync(_runtime.Command()), Is.EqualTo(PublishOutcome.Unknown), "the one that meets the alarm");
        goOn.SetResult();

        await DepthIsAsync(0, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished, Is.EquivalentTo(sent));
            Assert.That(await _broker.Management.HasAlarmAsync(cancellation), Is.True);
            Assert.That(_runtime.Log.WithId(1001), Is.Empty);
        }
    }

    [Test]
    public async Task The_outbox_keeps_its_rows_and_after_it_everything_is_sent_and_handled(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var handler = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartPublisherAsync(cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(source);
        await _runtime.StartConsumerAsync(handler, cancellation);

        await RaiseAlarmAsync(cancellation);
        var messages = Enumerable.Range(0, 1_000).Select(_ => _runtime.Command()).ToArray();
        await source.InsertAsync(TimeSpan.FromSeconds(1), messages);
        dispatcher.Committed(messages);
        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1010).Count > 0), "the first have passed their deadline", cancellation);
        await source.ExecuteAsync("SELECT pg_sleep(2)"); // the alarm itself, not a wait for luck: the rows fall due again
        Assert.That(await source.CountOutboxAsync(), Is.EqualTo(1_000));
        Assert.That(handler.Finished, Is.Empty);

        await EndAlarmAsync(cancellation);
        var since = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => await source.CountOutboxAsync() == 0, "the outbox is empty", cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Distinct().Count() == 1_000), "all are handled", cancellation);
        TestContext.Out.WriteLine($"All are handled {since.Elapsed.TotalSeconds:0.0} s after the alarm, {handler.Finished.Count - 1_000} of them twice.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.Finished.Distinct(), Is.EquivalentTo(messages.Select(message => $"{message.Id}")));
            Assert.That(_runtime.Log.WithId(1001), Is.Empty, "over the same connections");
        }
    }

    private async Task RaiseAlarmAsync(CancellationToken cancellation)
    {
        await _rabbitMq.AdministerAsync(cancellation, "set_vm_memory_high_watermark", "absolute", "1");
        await Eventually.TrueAsync(async () => await _broker.Management.HasAlarmAsync(cancellation), "the alarm is on", cancellation);
    }

    private async Task EndAlarmAsync(CancellationToken cancellation)
    {
        await _rabbitMq.AdministerAsync(cancellation, "set_vm_memory_high_watermark", "0.4");
        await Eventually.TrueAsync(async () => !await _broker.Management.HasAlarmAsync(cancellation), "the alarm is over", cancellation);
    }

    private Task DepthIsAsync(long messages, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => await _broker.Management.DepthAsync(_runtime.Endpoint.Name, cancellation) == messages, $"{messages} messages are in the queue, delivered or not", cancellation);
}
