using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Notifications.LocalStack.Ports;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// What an order costs: processor time of every process, WAL, and what it leaves in the tables; the figures of docs/capacity.md. Takes some minutes, on native servers:
/// <code>dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName=Notifications.Pipeline.Tests.OrderCostTests.Rate_by_rate</code>
/// </summary>
[Explicit("Takes some minutes, and is a measurement.")]
[CancelAfter(1_800_000)]
[NonParallelizable]
public sealed class OrderCostTests
{
    private const int Flood = 30_000;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _pids = [];
    private Shop _shop = null!;

    [Test]
    public async Task Rate_by_rate(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        _shop = await Shop.OpenAsync(broker.Uri, cancellation, new Dictionary<string, string>
        {
            ["Limits__ServiceRequestsPerSecond"] = "100000",
            ["Limits__RecipientOrders"] = "1000000",
            ["Reconciliation__Every"] = "00:00:15",
            ["Reconciliation__Grace"] = "00:01:00",
        });
        await using var shop = _shop;
        _pids["consumer"] = (await shop.StartConsumerAsync(cancellation)).Pid;
        _pids["reconciliation"] = (await shop.StartReconciliationAsync(cancellation)).Pid;
        _pids["API"] = shop.ApiPid;
        _pids["PostgreSQL"] = await PostmasterAsync(shop);
        _pids["RabbitMQ"] = PidAt(broker.Uri);
        await AtRateAsync(200, TimeSpan.FromSeconds(30), cancellation);

        var before = await SizesAsync(shop);
        var counted = shop.Accepted.Count;
        foreach (var rate in new[] { 50, 200, 400 })
            await MeasureAsync($"{rate}/s", () => AtRateAsync(rate, Phase, cancellation), cancellation);
        await MeasureAsync("flood", () => shop.PlaceAsync(Flood, cancellation, atATime: 64), cancellation);

        foreach (var (table, size) in (await SizesAsync(shop)).OrderByDescending(table => table.Value))
        {
            if (size > before.GetValueOrDefault(table))
                TestContext.Out.WriteLine($"{table,-32} {(size - before.GetValueOrDefault(table)) / (double)(shop.Accepted.Count - counted),8:0} bytes an order, with its indexes");
        }

        Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }

    private async Task AtRateAsync(int perSecond, TimeSpan length, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource(length);
        await _shop.PlaceAtRateAsync(perSecond, enough.Token, cancellation);
    }

    private async Task MeasureAsync(string name, Func<Task> place, CancellationToken cancellation)
    {
        await DrainedAsync(cancellation);
        var (orders, processor, wal, since) = (_shop.Accepted.Count, Processor(), await WalAsync(), await _shop.QueryAsync<DateTime>("SELECT now()"));
        var began = Stopwatch.GetTimestamp();
        await place();
        await DrainedAsync(cancellation);
        var took = Stopwatch.GetElapsedTime(began);

        orders = _shop.Accepted.Count - orders;
        var spent = Processor().Select(now => $"{now.Key} {(now.Value - processor[now.Key]) / orders:0}");
        TestContext.Out.WriteLine(
            $"{name,-6} {orders} orders, {orders / took.TotalSeconds:0}/s to the last e-mail; accepted → e-mail p50 {await DelayAsync(0.5, since):0.0} ms, p99 {await DelayAsync(0.99, since):0.0} ms; "
            + $"us of processor an order: {string.Join(", ", spent)}; WAL {(await WalAsync() - wal) / orders} bytes an order");
    }

    private Task DrainedAsync(CancellationToken cancellation) => Eventually.TrueAsync(
        async () => await _shop.QueryAsync<long>("SELECT (SELECT count(*) FROM orders.orders) - (SELECT count(*) FROM notifications.deliveries WHERE status = 'accepted')") == 0,
        "all e-mails are out", cancellation);

    private Task<double> DelayAsync(double share, DateTime since) => _shop.QueryAsync<double>(string.Create(CultureInfo.InvariantCulture, $"""
        SELECT percentile_cont({share}) WITHIN GROUP (ORDER BY extract(epoch FROM d.settled_at - o.accepted_at))::double precision * 1000
          FROM notifications.deliveries d JOIN orders.orders o USING (order_id)
         WHERE o.accepted_at >= '{since:O}'
        """));

    private async Task<long> WalAsync() => (long)await _shop.QueryAsync<decimal>("SELECT pg_current_wal_lsn() - '0/0'");

    private static async Task<Dictionary<string, long>> SizesAsync(Shop shop) => JsonNode.Parse(await shop.QueryAsync<string>("""
        SELECT json_object_agg(relid::regclass::text, pg_total_relation_size(relid))::text FROM pg_stat_user_tables
        """))!.AsObject().ToDictionary(table => table.Key, table => (long)table.Value!);

    /// <summary>Microseconds since each began; PostgreSQL's with those of its backends, also of those that have ended.</summary>
    private Dictionary<string, double> Processor() => _pids.ToDictionary(process => process.Key, process => Of(process.Value, withEnded: true) + Children(process.Value).Sum(child => Of(child, withEnded: false)));

    private static IEnumerable<int> Children(int pid) =>
        Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0 && Stat(id) is { } stat && stat[1] == $"{pid}");

    private static double Of(int pid, bool withEnded) =>
        Stat(pid) is { } stat ? stat[11..(withEnded ? 15 : 13)].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * 10_000 : 0;

    /// <summary>What stands behind the name in <c>/proc/…/stat</c>; null when it has ended.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<int> PostmasterAsync(Shop shop) => int.Parse(Stat(await shop.QueryAsync<int>("SELECT pg_backend_pid()"))![1], CultureInfo.InvariantCulture);

    private static int PidAt(Uri broker) => int.Parse(ListeningSockets.FindHolder(broker.Port)!.Split(' ')[1], CultureInfo.InvariantCulture);
}
