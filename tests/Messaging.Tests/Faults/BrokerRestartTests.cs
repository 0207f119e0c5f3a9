using System.Collections.Concurrent;
using System.Net.Sockets;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Tests.Outbox;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Faults;

/// <summary>
/// The broker goes and comes back while messages are committed to the outbox all the time. The publisher, dispatcher and consumer of before are
/// those of after: nobody restarts us.
/// </summary>
[CancelAfter(120_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class BrokerRestartTests
{
    private ControllableRabbitMq _rabbitMq = null!;
    private TestBroker _broker = null!;
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task StartServers()
    {
        _rabbitMq = await ControllableRabbitMq.StartAsync();
        _broker = await TestBroker.CreateAsync(_rabbitMq.Broker, _rabbitMq.Management);
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task StopServers()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
        _broker.Management.Dispose(); // the vhost goes with its broker, which a failed test may have left stopped
        await _rabbitMq.DisposeAsync();
    }

    [Test]
    public Task Killed_and_started_again_every_message_is_handled(CancellationToken cancellation) => RestartUnderLoadAsync(_rabbitMq.KillAsync, cancellation);

    [Test]
    public Task Stopped_in_good_order_and_started_again_every_message_is_handled(CancellationToken cancellation) => RestartUnderLoadAsync(_rabbitMq.StopAsync, cancellation);

    private async Task RestartUnderLoadAsync(Func<Task> end, CancellationToken cancellation)
    {
        await using var runtime = new Runtime(_broker.Uri);
        var handler = new RecordingHandler(async context =>
        {
            await Task.Delay(5, context.Cancellation);
            return new Outcome.Handled();
        });
        await runtime.StartPublisherAsync(cancellation);
        var dispatcher = await runtime.StartDispatcherAsync(_source);
        var consumer = await runtime.StartConsumerAsync(handler, cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = LoadAsync(runtime, dispatcher, enough.Token);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Finished.Count >= 500), "500 are handled before", cancellation);

        await end();
        var endedAt = DateTimeOffset.UtcNow;
        var confirmed = FirstConfirmAsync(runtime, cancellation);
        var accepting = AcceptsAsync(_broker.Uri, cancellation);
        await _rabbitMq.StartAgainAsync(cancellation);
        var (backAt, confirmedAt, probe) = (await accepting, (await confirmed).At, (await confirmed).Id);
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Any(begun => begun.At > backAt)), "one is handled after", cancellation);
        var handledAt = handler.Begun.First(begun => begun.At > backAt).At;
        await Eventually.TrueAsync(() => Task.FromResult(handler.Begun.Count(begun => begun.At > backAt) >= 500), "500 are handled after", cancellation);
        await enough.CancelAsync();
        var committed = await load;

        await Eventually.TrueAsync(async () => await _source.CountOutboxAsync() == 0, "the outbox is empty", cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(!committed.Append(probe).Except(handler.Finished).Any()), "all are handled", cancellation);
        await consumer.StopAsync(cancellation);
        TestContext.Out.WriteLine(
            $"Away for {(backAt - endedAt).TotalSeconds:0.0} s; the first publish was confirmed {(confirmedAt - backAt).TotalSeconds:0.0} s after the broker was back, "
            + $"the first message was handled {(handledAt - backAt).TotalSeconds:0.0} s after it. {committed.Count} messages, {handler.Finished.Count - handler.Finished.Distinct().Count()} of them handled twice.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _broker.DrainAsync(runtime.Endpoint.Name, cancellation), Is.Empty);
            Assert.That(runtime.Log.Errors, Is.Empty);
        }
    }

    /// <summary>What a busy shop commits: a few every some milliseconds, whatever the broker does. Ends with the ids of all that were committed.</summary>
    private async Task<IReadOnlyCollection<string>> LoadAsync(Runtime runtime, OutboxDispatcher dispatcher, CancellationToken enough)
    {
        var committed = new ConcurrentQueue<string>();
        while (!enough.IsCancellationRequested)
        {
            var messages = Enumerable.Range(0, 5).Select(_ => runtime.Command()).ToArray();
            await _source.InsertAsync(TimeSpan.FromSeconds(1), messages);
            dispatcher.Committed(messages);
            foreach (var message in messages)
                committed.Enqueue($"{message.Id}");
            await Task.Delay(20, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return committed;
    }

    private static async Task<(string Id, DateTimeOffset At)> FirstConfirmAsync(Runtime runtime, CancellationToken cancellation)
    {
        var probe = runtime.Command();
        await Eventually.TrueAsync(async () => await runtime.PublishAsync(probe) == PublishOutcome.Confirmed, "a publish is confirmed", cancellation);
        return ($"{probe.Id}", DateTimeOffset.UtcNow);
    }

    /// <summary>When the broker's port, which it opens last, takes a connection.</summary>
    private static async Task<DateTimeOffset> AcceptsAsync(Uri broker, CancellationToken cancellation)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var socket = new TcpClient();
                    await socket.ConnectAsync(broker.Host, broker.Port, cancellation);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "the broker accepts connections",
            cancellation);
        return DateTimeOffset.UtcNow;
    }
}
