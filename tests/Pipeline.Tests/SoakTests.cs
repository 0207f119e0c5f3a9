using System.Globalization;

namespace Notifications.Pipeline.Tests;

/// <summary>
/// Orders at a steady rate, with the times of production, while one thing after the other goes wrong; at the end every order is proved. Takes a quarter of an hour:
/// <code>SOAK_MINUTES=10 SOAK_SEED=7 dotnet test tests/Pipeline.Tests -c Release --filter FullyQualifiedName=Notifications.Pipeline.Tests.SoakTests.Soak</code>
/// </summary>
[Explicit("Takes a quarter of an hour.")]
[CancelAfter(3_600_000)]
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

    private static int Variable(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
