using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.ReconciliationJob.Pursuit;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Runs;

/// <summary>What a usual run costs does not depend on how many orders there have been. Counted in pages that the server looks at, not in time; docs/reconciliation.md has the times.</summary>
[CancelAfter(150_000)]
public sealed partial class ReconciliationAtScaleTests : DatabaseFixture
{
    private const int InWindow = 500;

    private static readonly (string Name, string Sql)[] Statements =
    [
        ("count", MissingOrders.Count), ("in_slice", MissingOrders.InSlice), ("stopped", MissingOrders.Stopped),
        ("count_driven", PursuitTable.CountDriven), ("look", PursuitTable.Look),
    ];

    [Test]
    public async Task A_usual_run_behind_many_orders_reads_no_more_than_one_behind_few(CancellationToken cancellation)
    {
        await FillAsync(20_000);
        var few = await ExplainAllAsync(cancellation);
        await Empty();
        await FillAsync(200_000);
        var many = await ExplainAllAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, _) in Statements)
            {
                TestContext.Out.WriteLine($"{name}: {few[name].Pages} pages behind 20,000 orders, {many[name].Pages} behind 200,000: {string.Join(", ", many[name].Scans)}");
                Assert.That(many[name].Pages, Is.LessThanOrEqualTo((2 * few[name].Pages) + 10), name);
                Assert.That(many[name].Scans, Has.None.Matches("Seq Scan (orders|deliveries)"), name);
            }

            Assert.That(many["in_slice"].Pages, Is.GreaterThan(InWindow), "it has looked at all of the window");
            Assert.That(many["stopped"].Scans, Has.Some.Contains("deliveries deliveries_open"));
        }
    }

    [Test]
    public async Task Bug_a_slice_of_a_recheck_read_the_whole_ledger_and_a_look_sorted_all_that_is_pursued(CancellationToken cancellation)
    {
        await FillAsync(20_000);
        var costs = await ExplainAllAsync(cancellation, slice: TimeSpan.FromMinutes(45)); // 10,000 of them

        Assert.That(costs["in_slice"].Scans, Has.None.StartsWith("Seq Scan deliveries"));
        Assert.That(costs["look"].Scans, Has.Some.Contains("Index Scan pursued pursued_not_driven"));
    }

    [Test]
    public async Task Bug_a_table_of_pursued_orders_that_vacuum_had_found_empty_was_read_once_for_each_open_delivery(CancellationToken cancellation)
    {
        await ExecuteAsync("VACUUM reconciliation.pursued");
        await FillAsync(1_000);
        await ExecuteAsync("UPDATE notifications.deliveries SET status = 'deferred', reply = NULL, reason = 'later', next_attempt_at = now() - interval '90 s'");

        Assert.That((await ExplainAllAsync(cancellation))["stopped"].Scans, Has.None.StartsWith("Seq Scan").And.Some.Contains("pursued pursued_pkey"));
    }

    [TestCaseSource(nameof(Names))]
    public void What_is_measured_at_scale_is_the_statement_that_a_run_makes(string name)
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "reconciliation-at-scale.sql"));
        var measured = page.Split($"${name}$")[1];
        Assert.That(Space().Replace(measured, " ").Trim(), Is.EqualTo(Space().Replace(Statements.Single(statement => statement.Name == name).Sql, " ").Trim()));
    }

    private static IEnumerable<string> Names() => Statements.Select(statement => statement.Name);

    /// <summary>Older orders, a window of <see cref="InWindow"/>, some younger ones; all sent but ten that nobody has taken on, and ten that were begun and stopped.</summary>
    private Task FillAsync(int older) => ExecuteAsync(
        $"""
         INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
         SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || 'a' || right(md5(n::text), 15))::uuid,
             n::text, 'Ana', 'ana@example.test', 'BRL', 'pt-BR', 21, at, at
         FROM generate_series(1, {older + InWindow}) AS n, LATERAL (SELECT now() - interval '60 s' - ({older + InWindow} - n) * interval '0.27 s' AS at) AS accepted;
         INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply, reason, next_attempt_at)
         SELECT order_id, 'order-confirmation', CASE WHEN stopped THEN 'deferred' ELSE 'accepted' END, 1, 'test', accepted_at, accepted_at, accepted_at,
             CASE WHEN NOT stopped THEN '250 ok' END, CASE WHEN stopped THEN 'later' END, CASE WHEN stopped THEN now() - interval '90 s' END
         FROM (SELECT order_id, accepted_at, customer_id::int > {older} AND customer_id::int % 50 = 1 AS stopped, customer_id::int > {older} AND customer_id::int % 50 = 2 AS missing
               FROM orders.orders) AS o
         WHERE NOT missing
         ORDER BY order_id;
         ANALYZE orders.orders, notifications.deliveries;
         SELECT brin_summarize_new_values('orders.orders_accepted_at');
         """);

    private async Task<Dictionary<string, Cost>> ExplainAllAsync(CancellationToken cancellation, TimeSpan slice = default)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var costs = new Dictionary<string, Cost>();
        foreach (var (name, sql) in Statements)
        {
            await using var batch = Batch.PlannedAnew(connection, transaction);
            var explain = new NpgsqlBatchCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}");
            foreach (var parameter in ParametersOf(name, await NowAsync(connection, transaction, cancellation), slice == default ? TimeSpan.FromSeconds(135) : slice))
                explain.Parameters.Add(parameter);
            batch.BatchCommands.Add(explain);
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            await rows.ReadAsync(cancellation);
            costs.Add(name, Cost.Of(JsonNode.Parse(rows.GetString(0))![0]!["Plan"]!));
        }

        return costs;
    }

    private static NpgsqlParameter[] ParametersOf(string name, DateTimeOffset now, TimeSpan slice)
    {
        var kind = Parameter.Of("order-confirmation");
        var until = now - TimeSpan.FromSeconds(60);
        var from = until - slice;
        return name switch
        {
            "count" => [Parameter.Of(from), Parameter.Of(until)],
            "in_slice" => [kind, Parameter.Of(from), Parameter.Of(until), Parameter.Of(1L), Parameter.Of(false)],
            "stopped" => [kind, Parameter.Of(Settings.Grace), Parameter.Of(Settings.GiveUpAfter), Parameter.Of(1L), Parameter.Of(false), Parameter.Of(50_000)],
            "count_driven" => [kind],
            _ => [kind, Parameter.Of(false), Parameter.Of(DateTimeOffset.MinValue), Parameter.Of(Guid.Empty), Parameter.Of(DateTimeOffset.MaxValue), Parameter.Of(5_000)],
        };
    }

    private static async Task<DateTimeOffset> NowAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT now()", connection, transaction);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetFieldValue<DateTimeOffset>(0);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private sealed record Cost(int Pages, IReadOnlyList<string> Scans)
    {
        public static Cost Of(JsonNode plan) => new(
            (int)plan["Shared Hit Blocks"]! + (int)plan["Shared Read Blocks"]!,
            [.. Nodes(plan).Where(node => node["Relation Name"] is not null).Select(node => $"{node["Node Type"]} {node["Relation Name"]} {node["Index Name"]}")]);

        private static IEnumerable<JsonNode> Nodes(JsonNode plan) => [plan, .. plan["Plans"]?.AsArray().SelectMany(child => Nodes(child!)) ?? []];
    }
}
