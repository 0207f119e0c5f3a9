using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Schedule;

/// <summary>Real nodes, as processes, on one database: whichever dies, and whatever becomes of the schedule, runs go on.</summary>
[CancelAfter(300_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class ClusterTests
{
    private const string Stuck = "SELECT node FROM reconciliation.runs WHERE purpose = 'new' AND ended_at IS NULL AND found > 0 AND started_at < clock_timestamp() - interval '1 second' ORDER BY run_id DESC LIMIT 1";

    [Test]
    public async Task One_of_two_nodes_is_killed_in_the_middle_of_a_run_and_the_other_takes_over_within_30_seconds(CancellationToken cancellation)
    {
        await using var cluster = await Cluster.StartAsync(nodes: 2, cancellation);
        await using var blocker = await cluster.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await blocker.BeginTransactionAsync(cancellation);
        await using (var block = new NpgsqlCommand("LOCK TABLE reconciliation.findings IN EXCLUSIVE MODE", blocker, transaction))
            await block.ExecuteNonQueryAsync(cancellation);
        Guid order = default;
        await Eventually.TrueAsync(
            async () =>
            {
                // Another one each time: the first may be in the hands of a recheck.
                order = await cluster.PlaceAsync();
                return await cluster.QueryAsync<bool>($"SELECT EXISTS ({Stuck})");
            },
            "a node is in the middle of a run for new orders", cancellation);

        var node = await cluster.QueryAsync<string>(Stuck);
        await cluster.Nodes.Single(one => node.EndsWith($"/{one.Pid}", StringComparison.Ordinal)).KillAsync();
        var killedAt = await cluster.QueryAsync<DateTime>("SELECT now()");
        await transaction.RollbackAsync(cancellation);
        await Eventually.TrueAsync(async () => await cluster.IsDrivenAsync(order), "the order is driven", cancellation);

        // Its run is written to its end a moment later.
        var ended = $"FROM reconciliation.runs WHERE purpose = 'new' AND node <> '{node}' AND started_at > '{killedAt:O}' AND ended_at IS NOT NULL";
        await Eventually.TrueAsync(async () => await cluster.QueryAsync<bool>($"SELECT EXISTS (SELECT {ended})"), "the run has ended", cancellation);
        var took = await cluster.QueryAsync<DateTime>($"SELECT min(ended_at) {ended}") - killedAt;
        TestContext.Out.WriteLine($"The other node had ended a run of its own {took.TotalSeconds:0.0} s after the kill.");
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    /// <summary>What a node leaves behind whose clock was an hour ahead, and a store that has met too many failures.</summary>
    [TestCase("UPDATE quartz.qrtz_triggers SET trigger_state = 'WAITING', next_fire_time = next_fire_time + 36000000000", "it is due now")]
    [TestCase("UPDATE quartz.qrtz_triggers SET trigger_state = 'ERROR'", "is in service again")]
    public async Task Runs_go_on_when_the_schedule_stands_and_it_is_mended(string harm, string mended, CancellationToken cancellation)
    {
        await using var cluster = await Cluster.StartAsync(nodes: 1, cancellation);
        await Eventually.TrueAsync(async () => await cluster.QueryAsync<bool>("SELECT count(*) > 2 FROM reconciliation.runs WHERE ended_at IS NOT NULL"), "the schedule runs", cancellation);
        // Between two runs: what runs writes its own next time.
        await Eventually.TrueAsync(
            async () =>
            {
                await cluster.ExecuteAsync(harm);
                await Task.Delay(TimeSpan.FromSeconds(2.5), cancellation); // two times of the schedule
                return await cluster.QueryAsync<bool>("SELECT max(started_at) < clock_timestamp() - interval '2 seconds' FROM reconciliation.runs");
            },
            "the schedule stands", cancellation);

        var order = await cluster.PlaceAsync();
        await Eventually.TrueAsync(async () => await cluster.IsDrivenAsync(order), "the order is driven all the same", cancellation);

        Assert.That(cluster.Nodes[0].Output, Does.Contain("runs one without the schedule"));
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Nodes[0].Output.Contains(mended, StringComparison.Ordinal)), "the triggers are mended", cancellation);
    }

    /// <summary>A database, a vhost and nodes with short times.</summary>
    private sealed class Cluster : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly TestBroker _broker;

        private Cluster(TestDatabase database, TestBroker broker)
        {
            (_database, _broker) = (database, broker);
            Source = NpgsqlDataSource.Create(database.ConnectionString);
        }

        public NpgsqlDataSource Source { get; }

        public List<HostProcess> Nodes { get; } = [];

        public static async Task<Cluster> StartAsync(int nodes, CancellationToken cancellation)
        {
            var cluster = new Cluster(await MigratedDatabase.CreateAsync(cancellation), await TestBroker.CreateAsync(cancellation));
            for (var node = 0; node < nodes; node++)
            {
                cluster.Nodes.Add(await HostProcess.StartAsync(
                    "ReconciliationJob",
                    new Dictionary<string, string>
                    {
                        ["Database__ConnectionString"] = cluster._database.ConnectionString,
                        ["Broker__Uri"] = cluster._broker.Uri.AbsoluteUri,
                        ["Reconciliation__Every"] = "00:00:01",
                        ["Reconciliation__Grace"] = "00:00:01",
                    },
                    cancellation: cancellation));
            }

            return cluster;
        }

        /// <summary>An order that is overdue.</summary>
        public async Task<Guid> PlaceAsync()
        {
            var id = Guid.CreateVersion7();
            await ExecuteAsync(
                $"""
                 INSERT INTO orders.order_items VALUES ('{id}', 1, 'ABC', 'Caneca', 2, 10.50);
                 INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
                 VALUES ('{id}', '123', 'Ana', 'ana@example.test', 'BRL', 21, now(), now() - interval '65 seconds')
                 """);
            return id;
        }

        public Task<bool> IsDrivenAsync(Guid order) => QueryAsync<bool>($"SELECT EXISTS (SELECT FROM reconciliation.findings WHERE order_id = '{order}' AND decision = 'driven')");

        public async Task ExecuteAsync(string sql)
        {
            await using var command = Source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        public async Task<T> QueryAsync<T>(string sql)
        {
            await using var command = Source.CreateCommand(sql);
            return (T)(await command.ExecuteScalarAsync())!;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in Nodes)
                await node.DisposeAsync();
            await Source.DisposeAsync();
            await _database.DisposeAsync();
            await _broker.DisposeAsync();
        }
    }
}
