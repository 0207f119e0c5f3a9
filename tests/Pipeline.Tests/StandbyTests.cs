using System.Net;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>PostgreSQL with a standby, and a connection string that names both; docs/nodes-that-die.md has the figures of these.</summary>
[Explicit("Two servers of its own for each test, half a minute each.")]
[CancelAfter(240_000)]
[NonParallelizable]
public sealed class StandbyTests
{
    private const int PerSecond = 100;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(8);

    [Test]
    public async Task The_primary_is_killed_and_its_synchronous_standby_promoted_every_order_that_was_accepted_is_there_and_has_one_e_mail(CancellationToken cancellation)
    {
        await using var servers = await PostgresPair.StartAsync(synchronous: true, cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(await MigratedDatabase.CreateAsync(servers.ConnectionString, cancellation), broker.Uri, cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);
        using var enough = new CancellationTokenSource();
        var placing = shop.PlaceAtRateAsync(PerSecond, enough.Token, cancellation);

        await Task.Delay(Before, cancellation); // load, not a wait for luck, as the delays below
        await servers.KillPrimaryAsync();
        var killed = DateTimeOffset.UtcNow;
        await servers.PromoteAsync(cancellation);
        var promoted = DateTimeOffset.UtcNow;
        await Task.Delay(Before * 2, cancellation);
        await enough.CancelAsync();
        var placed = await placing;
        var twice = await shop.EveryOrderHasItsMailAsync(cancellation);

        var again = await shop.QueryAsync<DateTime>($"SELECT min(accepted_at) FROM orders.orders WHERE accepted_at > '{promoted:O}'");
        TestContext.Out.WriteLine(
            $"{placed} orders at {PerSecond}/s, {placed - shop.Accepted.Count} refused; promoted after {(promoted - killed).TotalSeconds:0.0} s, the first order after {(again - killed.UtcDateTime).TotalSeconds:0.0} s; "
            + $"{shop.Accepted.Count} accepted, all there, {twice} e-mails came twice.");
        Assert.That(shop.Accepted.Count, Is.GreaterThan(PerSecond * 10));
    }

    /// <summary>What a replica that is not waited for costs. If this ever fails, the page is wrong.</summary>
    [Test]
    public async Task Behind_an_asynchronous_standby_an_accepted_order_is_lost_with_the_primary(CancellationToken cancellation)
    {
        await using var servers = await PostgresPair.StartAsync(synchronous: false, cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(await MigratedDatabase.CreateAsync(servers.ConnectionString, cancellation), broker.Uri, cancellation);
        await shop.PlaceAsync(10, cancellation);
        await servers.CutReplicationAsync(cancellation);
        await shop.PlaceAsync(10, cancellation);
        await servers.KillPrimaryAsync();
        await servers.PromoteAsync(cancellation);

        Assert.That(shop.Accepted, Has.Count.EqualTo(20));
        await Eventually.TrueAsync(async () => await CountsAsync(shop), "the new primary answers", cancellation);
        Assert.That((await shop.ListAsync("SELECT order_id FROM orders.orders")).Intersect(shop.Accepted).Count(), Is.LessThan(20));
    }

    /// <summary>Bug: after the time that a command has, PostgreSQL gave up waiting and the order was accepted, though it was lost with that server.</summary>
    [Test]
    public async Task While_no_standby_has_it_no_order_is_accepted_nor_when_it_is_repeated_and_it_is_one_when_a_standby_is_back(CancellationToken cancellation)
    {
        await using var servers = await PostgresPair.StartAsync(synchronous: true, cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(await MigratedDatabase.CreateAsync(servers.ConnectionString, cancellation), broker.Uri, cancellation);
        var before = await shop.PlaceOneAsync("before@example.test", cancellation, "basket-0");
        await servers.CutReplicationAsync(cancellation);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => shop.PlaceOneAsync("ana@example.test", cancellation, "basket-1"));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), $"attempt {attempt}");
        }

        await servers.MendReplicationAsync(cancellation);
        var accepted = await shop.PlaceOneAsync("ana@example.test", cancellation, "basket-1");
        Assert.That(await shop.ListAsync("SELECT order_id FROM orders.orders"), Is.EquivalentTo(new[] { before, accepted }), "it is one order");
    }

    private static async Task<bool> CountsAsync(Shop shop)
    {
        try
        {
            return await shop.QueryAsync<long>("SELECT count(*) FROM orders.orders") >= 0;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
