using System.Diagnostics;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.Messaging.Tests.Outbox;

/// <summary>What is added to a transaction is sent if it commits, and never if it does not.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class TransactionalOutboxTests : OutboxFixture
{
    /// <summary>No sweep takes it as long as the test runs: what arrives was published from memory.</summary>
    private static readonly OutboxSettings LeftToUs = new() { Reserve = TimeSpan.FromMinutes(1), SweepEvery = TimeSpan.FromMilliseconds(100) };

    private static readonly OutboxSettings LeftToTheSweep = new() { Reserve = TimeSpan.FromSeconds(1), SweepEvery = TimeSpan.FromMilliseconds(100) };

    [OneTimeSetUp]
    public Task CreateBusiness() => _source.ExecuteAsync("CREATE TABLE business (id uuid PRIMARY KEY)");

    [SetUp]
    public Task EmptyBusiness() => _source.ExecuteAsync("TRUNCATE business");

    [Test]
    public async Task What_is_committed_next_to_other_statements_is_sent_at_once(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToUs, cancellation);
        var messages = new[] { _runtime.Command(), _runtime.Command() };

        await TransactAsync(transaction => outbox.AddAsync(transaction, messages, cancellation), commit: true);
        outbox.Committed(messages);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EquivalentTo(Ids(messages)));
        Assert.That(await CountBusinessAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_rolled_back_is_neither_stored_nor_sent(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToTheSweep, cancellation);
        var (lost, kept) = (_runtime.Command(), _runtime.Command());

        await TransactAsync(transaction => outbox.AddAsync(transaction, [lost], cancellation), commit: false);
        Assert.That(await _source.CountOutboxAsync(), Is.Zero);
        await TransactAsync(transaction => outbox.AddAsync(transaction, [kept], cancellation), commit: true);

        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EqualTo(Ids(kept)), "the one that was added later, by a sweep");
        Assert.That(await CountBusinessAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_nobody_said_was_committed_is_sent_when_the_reserve_is_over_and_not_before(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToTheSweep, cancellation);
        var message = _runtime.Command();
        var clock = Stopwatch.StartNew();

        await TransactAsync(transaction => outbox.AddAsync(transaction, [message], cancellation), commit: true);

        var (arrived, _) = await _broker.TakeAsync(_runtime.Endpoint.Name, cancellation);
        Assert.That(clock.Elapsed, Is.GreaterThanOrEqualTo(LeftToTheSweep.Reserve));
        Assert.That(arrived.Id, Is.EqualTo($"{message.Id}"));
        await OutboxIsEmptyAsync(cancellation);
    }

    [Test]
    public async Task A_message_that_is_added_twice_is_stored_once_and_sent_once(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToTheSweep, cancellation);
        var (twice, neighbour) = (_runtime.Command(), _runtime.Command());

        await TransactAsync(
            async transaction =>
            {
                await outbox.AddAsync(transaction, [twice, twice], cancellation);
                await outbox.AddAsync(transaction, [twice, neighbour], cancellation);
            },
            commit: true);
        Assert.That(await _source.CountOutboxAsync(), Is.EqualTo(2));

        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EquivalentTo(Ids(twice, neighbour)));
    }

    [Test]
    public async Task It_may_be_a_part_of_the_callers_own_batch(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToUs, cancellation);
        var message = _runtime.Command();

        await using (var batch = _source.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO business VALUES (gen_random_uuid())"));
            batch.BatchCommands.Add(outbox.Insert([message]));
            Assert.That(await batch.ExecuteNonQueryAsync(cancellation), Is.EqualTo(2));
        }

        outbox.Committed([message]);
        await OutboxIsEmptyAsync(cancellation);
        Assert.That(await ThereAsync(cancellation), Is.EqualTo(Ids(message)));
    }

    [Test]
    public async Task In_a_batch_that_fails_nothing_is_stored(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToUs, cancellation);

        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(outbox.Insert([_runtime.Command()]));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO business VALUES (NULL)"));

        Assert.That(async () => await batch.ExecuteNonQueryAsync(cancellation), Throws.InstanceOf<PostgresException>());
        Assert.That(await _source.CountOutboxAsync(), Is.Zero);
    }

    [Test]
    public async Task The_trace_of_the_request_comes_through_the_table_to_the_wire_whichever_process_publishes(CancellationToken cancellation)
    {
        using var request = new Activity("POST /orders").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("campaign", "spring & summer").Start();
        request.TraceStateString = "vendor=42";
        var message = _runtime.Command();
        request.Stop();
        await _source.InsertAsync(reserve: TimeSpan.Zero, message); // and there its process dies

        using var trouble = new Activity("another trace").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("campaign", "winter").Start();
        await StartAsync(LeftToTheSweep, cancellation);

        var (arrived, _) = await _broker.TakeAsync(_runtime.Endpoint.Name, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(arrived.Headers[Headers.TraceParent], Is.EqualTo(request.Id));
            Assert.That(arrived.Headers[Headers.TraceState], Is.EqualTo("vendor=42"));
            Assert.That(arrived.Headers[Headers.Baggage], Is.EqualTo("campaign=spring%20%26%20summer"));
        }
    }

    [Test]
    public async Task A_message_for_later_rests_in_the_broker_and_arrives_not_early(CancellationToken cancellation)
    {
        var outbox = await StartAsync(LeftToUs, cancellation);
        var time = DateTimeOffset.UtcNow.AddSeconds(2);
        var message = _runtime.Command().NotBefore(time);

        await TransactAsync(transaction => outbox.AddAsync(transaction, [message], cancellation), commit: true);
        outbox.Committed([message]);

        await OutboxIsEmptyAsync(cancellation);
        var (arrived, raw) = await _broker.TakeAsync(_runtime.Endpoint.Name, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DateTimeOffset.UtcNow, Is.GreaterThanOrEqualTo(time));
            Assert.That(arrived.Id, Is.EqualTo($"{message.Id}"));
            Assert.That(arrived.Headers[Headers.DeliverAt], Is.EqualTo(WireTime.Write(time)));
            Assert.That(raw, Does.ContainKey("x-death"), "it went through the delay infrastructure");
        }
    }

    private async Task<TransactionalOutbox> StartAsync(OutboxSettings settings, CancellationToken cancellation)
    {
        await _runtime.StartPublisherAsync(cancellation);
        return new TransactionalOutbox(await _runtime.StartDispatcherAsync(_source, settings), settings);
    }

    /// <summary>A transaction of business code: a row of its own, and the messages.</summary>
    private async Task TransactAsync(Func<NpgsqlTransaction, Task> add, bool commit)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var business = new NpgsqlCommand("INSERT INTO business VALUES (gen_random_uuid())", connection, transaction))
            await business.ExecuteNonQueryAsync();
        await add(transaction);
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private async Task<long> CountBusinessAsync()
    {
        await using var command = _source.CreateCommand("SELECT count(*) FROM business");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
