using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace Notifications.Messaging.Tests.Outbox;

/// <summary>A row leaves the table after its message is confirmed and never before.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class OutboxDispatcherTests : OutboxFixture
{
    private static readonly TimeSpan LeftToUs = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DueAtOnce = TimeSpan.Zero;

    [Test]
    public async Task What_is_committed_is_published_at_once_and_removed(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(_source);
        var messages = Commands(500);
        await _source.InsertAsync(LeftToUs, messages);

        dispatcher.Committed(messages);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EquivalentTo(Ids(messages)), "each once");
    }

    [Test]
    public async Task Rows_that_a_dead_process_left_are_swept(CancellationToken cancellation)
    {
        var messages = Commands(1_200);
        await _source.InsertAsync(DueAtOnce, messages);

        await _runtime.StartPublisherAsync(cancellation);
        await _runtime.StartDispatcherAsync(_source);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EquivalentTo(Ids(messages)), "more than one sweep's worth, each once");
    }

    [Test]
    public async Task What_does_not_fit_into_memory_is_left_to_the_sweep(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(_source, new() { HotPathCapacity = 1, SweepEvery = TimeSpan.FromMilliseconds(100) });
        var messages = Commands(200);
        await _source.InsertAsync(TimeSpan.FromMilliseconds(300), messages);

        dispatcher.Committed(messages);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That((await ThereAsync(cancellation)).Distinct(), Is.EquivalentTo(Ids(messages)));
    }

    [Test]
    public async Task While_the_broker_is_away_rows_stay_and_go_out_when_it_is_back(CancellationToken cancellation)
    {
        var dispatcher = await _runtime.StartDispatcherAsync(_source);
        var messages = Commands(50);
        await _source.InsertAsync(TimeSpan.FromMilliseconds(200), messages);
        dispatcher.Committed(messages);
        await Eventually.TrueAsync(async () => await DueAsync() == 50, "the reserve of all is over", cancellation);

        await _runtime.StartPublisherAsync(cancellation);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That((await ThereAsync(cancellation)).Distinct(), Is.EquivalentTo(Ids(messages)));
    }

    [Test]
    public async Task A_message_that_cannot_be_routed_keeps_its_row_and_goes_out_once_it_can(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.UseAsync(channel => channel.ExchangeDeclareAsync("nobody-yet", ExchangeType.Fanout, autoDelete: false, cancellationToken: cancellation));
        await _source.InsertAsync(DueAtOnce, _runtime.Command(destination: "nobody-yet"));
        await _runtime.StartDispatcherAsync(_source, new() { SweepEvery = TimeSpan.FromMilliseconds(50), Lease = TimeSpan.FromMilliseconds(200) });

        await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.Lines.Count(line => line.StartsWith("1015:", StringComparison.Ordinal) && line.Contains("nobody-yet", StringComparison.Ordinal) && line.Contains("SendOrderConfirmation", StringComparison.Ordinal)) >= 3), "it was tried 3 times", cancellation);
        Assert.That(await _source.CountOutboxAsync(), Is.EqualTo(1));

        await _broker.UseAsync(channel => channel.QueueBindAsync(_runtime.Endpoint.Name, "nobody-yet", "", cancellationToken: cancellation));
        await OutboxIsEmptyAsync(cancellation);
    }

    [Test]
    public async Task Stopping_in_the_middle_loses_nothing(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(_source, new() { FlushWithin = TimeSpan.Zero });
        var messages = Commands(5_000);
        await _source.InsertAsync(LeftToUs, messages);

        dispatcher.Committed(messages);
        await Eventually.TrueAsync(async () => await _source.CountOutboxAsync() < 5_000, "some are removed", cancellation);
        await dispatcher.StopAsync(cancellation);

        var left = await _source.CountOutboxAsync();
        var there = await ThereAsync(cancellation);
        TestContext.Out.WriteLine($"{there.Count} published, {left} rows left.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(left, Is.InRange(1, 4_999), "it was stopped in the middle");
            Assert.That(there.Count + left, Is.EqualTo(5_000), "what was in hand had its answer and its row removed");
        }
    }

    [Test]
    public async Task Stopping_publishes_what_waits_in_memory_first(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(_source);
        var messages = Commands(3_000);
        await _source.InsertAsync(LeftToUs, messages);

        dispatcher.Committed(messages);
        await dispatcher.StopAsync(cancellation);

        Assert.That(await _source.CountOutboxAsync(), Is.Zero);
        Assert.That(await ThereAsync(cancellation), Is.EquivalentTo(Ids(messages)), "each once");
    }

    [Test]
    public async Task Stopping_while_the_broker_is_away_takes_no_time_and_leaves_the_rows(CancellationToken cancellation)
    {
        var dispatcher = await _runtime.StartDispatcherAsync(_source);
        var messages = Commands(100);
        await _source.InsertAsync(LeftToUs, messages);

        dispatcher.Committed(messages);
        await dispatcher.StopAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(4), cancellation);

        Assert.That(await _source.CountOutboxAsync(), Is.EqualTo(100));
    }

    [Test]
    public async Task Closed_by_an_operator_in_the_middle_everything_arrives_in_the_end(CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        await _broker.KnowsConnectionsAsync(1, cancellation);
        var dispatcher = await _runtime.StartDispatcherAsync(_source);
        var messages = Commands(3_000);
        await _source.InsertAsync(TimeSpan.FromSeconds(1), messages);

        dispatcher.Committed(messages);
        await Eventually.TrueAsync(async () => await _source.CountOutboxAsync() < 3_000, "some are removed", cancellation);
        await _broker.Management.CloseConnectionsAsync(cancellation);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That((await ThereAsync(cancellation)).Distinct(), Is.EquivalentTo(Ids(messages)));
    }

    [Test]
    public async Task A_database_that_is_away_does_not_end_the_sweep_and_is_said_once(CancellationToken cancellation)
    {
        var role = $"sweeper_{Guid.NewGuid():N}";
        await _source.ExecuteAsync($"CREATE ROLE {role} SUPERUSER PASSWORD 'a'");
        try
        {
            await using var refused = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = role, Password = "a", Pooling = false }.ConnectionString);
            await _runtime.StartPublisherAsync(cancellation);
            await _source.InsertAsync(DueAtOnce, Commands(1));
            var dispatcher = await _runtime.StartDispatcherAsync(refused);
            await Eventually.TrueAsync(() => Task.FromResult(_runtime.Log.WithId(1013).Count > 0), "the sweep fails", cancellation);

            await _source.ExecuteAsync($"ALTER ROLE {role} LOGIN");
            await OutboxIsEmptyAsync(cancellation);
            await dispatcher.StopAsync(cancellation);

            Assert.That(_runtime.Log.WithId(1013), Has.Count.EqualTo(1).And.All.Contains("28000"));
            Assert.That(_runtime.Log.WithId(1016), Has.Count.EqualTo(1));
        }
        finally
        {
            await _source.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    private OutgoingMessage[] Commands(int count) => [.. Enumerable.Range(0, count).Select(_ => _runtime.Command())];

    private async Task<long> DueAsync()
    {
        await using var command = _source.CreateCommand("SELECT count(*) FROM messaging.outbox WHERE due_at <= now()");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
