using System.Globalization;
using Notifications.Messages;
using Notifications.ReconciliationJob.Proof;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// What an outage leaves behind, with the times of production. Takes minutes:
/// <code>BACKLOG=50000 dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName~BacklogTests</code>
/// </summary>
[Explicit("Takes minutes.")]
[CancelAfter(3_600_000)]
[NonParallelizable]
public sealed class BacklogTests : ShopFixture
{
    /// <summary>The defaults, instead of the short times of the other tests.</summary>
    private static readonly Dictionary<string, string> Consumer = new()
    {
        ["Ledger__Lease"] = "00:01:30",
        ["Recoverability__DelayedRetrySeconds"] = "5,15,30,60",
    };

    private static readonly Dictionary<string, string> Node = new()
    {
        ["Reconciliation__Every"] = "00:00:15",
        ["Reconciliation__Grace"] = "00:01:00",
        ["Reconciliation__DriveAgain"] = "00:01:00",
    };

    /// <summary>Commands of an outage that are lost altogether: reconciliation drives them, and orders of now do not wait behind them. <c>BACKLOG=720000</c> is an hour at 200/s.</summary>
    [Test]
    public async Task Lost_commands_are_driven_and_orders_of_now_do_not_wait_behind_them(CancellationToken cancellation)
    {
        var backlog = Variable("BACKLOG", 50_000);
        var perSecond = Variable("BACKLOG_RATE", 50);
        await _shop.QueryAsync<long>(
            $"""
             WITH lost AS (
                 INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
                 SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5(n::text), 3) || 'a' || right(md5(n::text), 15))::uuid,
                     n::text, 'Ana', 'lost' || n || '@example.test', 'BRL', 'pt-BR', 21, date_trunc('milliseconds', at), at
                 FROM generate_series(1, {backlog}) AS n, LATERAL (SELECT now() - interval '70 minutes' + n * interval '1 hour' / {backlog} AS at) AS accepted
                 RETURNING order_id
             ), items AS (INSERT INTO orders.order_items SELECT order_id, 1, 'ABC', 'Caneca', 2, 10.50 FROM lost RETURNING 1)
             SELECT count(*) FROM items
             """);
        await _shop.StartConsumerAsync(cancellation, Consumer);
        await _shop.StartReconciliationAsync(cancellation, Node);

        using var enough = new CancellationTokenSource();
        var placing = _shop.PlaceAtRateAsync(perSecond, enough.Token, cancellation);
        await Eventually.TrueAsync(
            async () =>
            {
                var waits = await _shop.QueryAsync<long>("SELECT count(*) FROM reconciliation.pursued");
                return waits == 0 && await _shop.QueryAsync<long>($"SELECT count(*) FROM reconciliation.findings WHERE decision = 'sent'") >= backlog;
            },
            "the backlog is sent", cancellation);
        await enough.CancelAsync();
        await placing;

        TestContext.Out.WriteLine(await _shop.QueryAsync<string>(
            $"""
             SELECT format('%s lost orders were sent in %s; each run drove %s', {backlog}, (SELECT max(settled_at) FROM notifications.deliveries) - (SELECT min(started_at) FROM reconciliation.runs),
                           (SELECT string_agg(driven::text, ', ' ORDER BY run_id) FROM reconciliation.runs WHERE driven > 0))
             """));
        var fresh = await _shop.QueryAsync<string>(
            "SELECT format('%s orders of now: median %s, 99%% %s, latest %s', count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY t), percentile_cont(0.99) WITHIN GROUP (ORDER BY t), max(t)) FROM (SELECT d.settled_at - o.accepted_at AS t FROM notifications.deliveries d JOIN orders.orders o USING (order_id) WHERE o.customer_id = '7' AND o.customer_email LIKE 'customer%') AS each");
        TestContext.Out.WriteLine(fresh);
        Assert.That(
            await _shop.QueryAsync<TimeSpan>("SELECT max(d.settled_at - o.accepted_at) FROM notifications.deliveries d JOIN orders.orders o USING (order_id) WHERE o.customer_email LIKE 'customer%'"),
            Is.LessThan(DeliveryRules.DueWithin));
        Assert.That((await _shop.ProveAsync(cancellation)).Counts, Has.Property(nameof(ProofCounts.Missing)).Zero.And.Property(nameof(ProofCounts.Twice)).Zero);
    }

    private static int Variable(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
