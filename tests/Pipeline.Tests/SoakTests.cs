using System.Globalization;
using Notifications.Messages;
using Notifications.ReconciliationJob.Proof;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// Orders at a steady rate, with the times of production, while one thing after the other goes wrong; at the end every order is proved. Takes a quarter of an hour:
/// <code>SOAK_MINUTES=10 SOAK_SEED=7 dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName=Notifications.Pipeline.Tests.SoakTests.Soak</code>
/// </summary>
[Explicit("Takes a quarter of an hour.")]
[CancelAfter(3_600_000)]
[NonParallelizable]
public sealed class SoakTests : ShopFixture
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

    [Test]
    public async Task Soak(CancellationToken cancellation)
    {
        var minutes = Variable("SOAK_MINUTES", 10);
        var seed = Variable("SOAK_SEED", 7);
        var perSecond = Variable("SOAK_RATE", 200);
        var mischief = new Mischief(_shop, _broker, seed, Consumer, Node);
        await mischief.StartHostsAsync(cancellation);

        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var placing = _shop.PlaceAtRateAsync(perSecond, enough.Token, cancellation);
        await mischief.GoOnAsync(TimeSpan.FromSeconds(6), enough.Token, cancellation);
        await placing;
        var twice = await _shop.EveryOrderHasItsMailAsync(cancellation);
        await _shop.NothingIsPursuedAsync(cancellation);

        var proof = await _shop.ProveAsync(cancellation);
        var slowest = await _shop.QueryAsync<string>(
            "SELECT format('median %s, 99%% %s, latest %s', percentile_cont(0.5) WITHIN GROUP (ORDER BY t), percentile_cont(0.99) WITHIN GROUP (ORDER BY t), max(t)) FROM (SELECT d.settled_at - o.accepted_at AS t FROM notifications.deliveries d JOIN orders.orders o USING (order_id)) AS each");
        var driven = await _shop.QueryAsync<string>("SELECT format('%s decisions to drive, for %s orders', count(*), count(DISTINCT order_id)) FROM reconciliation.findings WHERE decision = 'driven'");
        TestContext.Out.WriteLine($"{minutes} minutes at {perSecond}/s, seed {seed}, {mischief.Done.Count} times something went wrong: {string.Join("; ", mischief.Done)}.");
        TestContext.Out.WriteLine($"{_shop.Accepted.Count} orders answered with 202; {proof.Counts}; {twice} e-mails came twice; from order to accepted e-mail {slowest}; {driven}.");
        Assert.That(proof.Counts, Has.Property(nameof(proof.Counts.Missing)).Zero.And.Property(nameof(proof.Counts.Late)).Zero);
    }

    /// <summary>Commands of an outage that are lost altogether: reconciliation drives them, and orders of now do not wait behind them. <c>BACKLOG=720000</c> is an hour at 200/s.</summary>
    [Test]
    public async Task Backlog(CancellationToken cancellation)
    {
        var backlog = Variable("BACKLOG", 50_000);
        var perSecond = Variable("SOAK_RATE", 50);
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
