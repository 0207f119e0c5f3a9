using System.Text.Json.Nodes;
using Notifications.Messaging.Outbox;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Outbox;

/// <summary>What a sweep costs does not depend on how much waits. Counted in pages that the server looks at, not in time; docs/outbox.md has the times.</summary>
[CancelAfter(60_000)]
public sealed class OutboxAtScaleTests
{
    private const int Batch = 500;
    private const int Backlog = 200_000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [SetUp]
    public async Task OpenDatabase()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [TearDown]
    public async Task CloseDatabase()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_sweep_of_a_large_backlog_reads_no_more_than_one_of_a_small_one(CancellationToken cancellation)
    {
        await FillAsync(1_000);
        var small = await ExplainLeaseAsync(cancellation);

        await FillAsync(Backlog - 1_000);
        var unknown = await ExplainLeaseAsync(cancellation);
        await _source.ExecuteAsync("ANALYZE messaging.outbox");
        var large = await ExplainLeaseAsync(cancellation);
        for (var sweep = 0; sweep < 50; sweep++)
            await OutboxTable.RemoveAsync(_source, [.. (await OutboxTable.LeaseDueAsync(_source, Batch, Lease, cancellation)).Select(message => message.Id)]);
        var drained = await ExplainLeaseAsync(cancellation);

        TestContext.Out.WriteLine($"Pages for {Batch} rows: {small.Pages} of 1,000; {unknown.Pages} of {Backlog:N0} before they are analyzed, {large.Pages} after; {drained.Pages} behind 25,000 dead ones.");
        using (Assert.EnterMultipleScope())
        {
            foreach (var sweep in new[] { unknown, large, drained })
            {
                Assert.That(sweep.Rows, Is.EqualTo(Batch));
                Assert.That(sweep.Scans, Does.Contain("Index Scan outbox_due_at"));
                Assert.That(sweep.Scans, Has.None.StartsWith("Seq Scan"));
                Assert.That(sweep.Pages, Is.LessThanOrEqualTo(3 * small.Pages));
            }
        }
    }

    [Test]
    public async Task A_sweep_that_finds_nothing_due_does_not_look_at_what_is_not(CancellationToken cancellation)
    {
        await FillAsync(Backlog, due: "now() + interval '1 hour'");
        await _source.ExecuteAsync("ANALYZE messaging.outbox");

        var sweep = await ExplainLeaseAsync(cancellation);

        Assert.That(sweep.Rows, Is.Zero);
        Assert.That(sweep.Pages, Is.LessThanOrEqualTo(10), "the way down the index and no further");
    }

    [Test]
    public async Task Bug_plans_that_were_made_while_the_table_was_empty_read_all_of_a_backlog(CancellationToken cancellation)
    {
        // As the hosts have it: what is run often is prepared. One connection, so that all of it is one session.
        await using var host = NpgsqlDataSource.Create($"{_database.ConnectionString};Max Auto Prepare=50;Maximum Pool Size=1");
        await _source.ExecuteAsync("ALTER TABLE messaging.outbox SET (autovacuum_enabled = off)"); // it would bring new plans, some time later
        await _source.ExecuteAsync("VACUUM ANALYZE messaging.outbox");
        for (var round = 0; round < 20; round++)
        {
            Assert.That(await OutboxTable.LeaseDueAsync(host, Batch, Lease, cancellation), Is.Empty);
            await OutboxTable.RemoveAsync(host, [Guid.NewGuid(), Guid.NewGuid()]);
        }

        await FillAsync(20_000);
        var before = await ReadOneByOneAsync(host);
        var taken = await OutboxTable.LeaseDueAsync(host, Batch, Lease, cancellation);
        var bySweep = await ReadOneByOneAsync(host) - before;
        await OutboxTable.RemoveAsync(host, [.. taken.Take(Batch / 2).Select(message => message.Id)]);
        var byRemoval = await ReadOneByOneAsync(host) - before - bySweep;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken, Has.Count.EqualTo(Batch));
            Assert.That((bySweep, byRemoval), Is.EqualTo((0L, 0L)), "rows that were read one after the other, without an index");
            Assert.That(await _source.CountOutboxAsync(), Is.EqualTo(20_000 - (Batch / 2)));
        }
    }

    /// <summary>Rows as large as ours, each due at a time of its own, the last one just now.</summary>
    private Task FillAsync(int rows, string due = "now() - n * interval '1 millisecond'") => _source.ExecuteAsync(
        $"""
        INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at)
        SELECT gen_random_uuid(), 'NotificationEndpoint', 'Notifications.Messages.SendOrderConfirmation',
            jsonb_build_object('traceparent', md5(n::text), 'the other headers', repeat('x', 550)), convert_to(repeat('y', 500), 'UTF8'), {due}
        FROM generate_series(1, {rows}) AS n
        """);

    private async Task<Sweep> ExplainLeaseAsync(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {OutboxTable.Lease}");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Batch });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        var plan = JsonNode.Parse((string)(await command.ExecuteScalarAsync(cancellation))!)![0]!["Plan"]!;
        return new Sweep(
            (int)(double)plan["Actual Rows"]!,
            (int)plan["Shared Hit Blocks"]! + (int)plan["Shared Read Blocks"]!,
            [.. Nodes(plan).Where(node => node["Relation Name"] is not null).Select(node => $"{node["Node Type"]} {node["Index Name"]}")]);
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode plan) => [plan, .. plan["Plans"]?.AsArray().SelectMany(child => Nodes(child!)) ?? []];

    /// <summary>Rows that the server has read from the table one after the other. It publishes such figures late unless it is told to.</summary>
    private async Task<long> ReadOneByOneAsync(NpgsqlDataSource session)
    {
        await session.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        await using var command = _source.CreateCommand("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relid = 'messaging.outbox'::regclass");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Sweep(int Rows, int Pages, IReadOnlyList<string> Scans);
}
