using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>A cluster of three nodes, and an address that names them all; docs/nodes-that-die.md has the figures of these.</summary>
[Explicit("A cluster of its own for each test, a minute and a half each.")]
[CancelAfter(400_000)]
[NonParallelizable]
public sealed class BrokerClusterTests
{
    private const int PerSecond = 100;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(15);

    [Test]
    public async Task The_node_that_leads_the_queue_is_killed_and_comes_back_no_request_fails_and_every_order_has_one_e_mail(CancellationToken cancellation)
    {
        await using var cluster = await RabbitMqCluster.StartAsync(3, cancellation);
        await using var shop = await Shop.OpenAsync(cluster.BrokerOf(0), cancellation, new Dictionary<string, string> { ["Broker__Uri"] = cluster.Uri });
        await shop.StartConsumerAsync(cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);
        using var enough = new CancellationTokenSource();
        var waited = new List<TimeSpan>();
        var placing = shop.PlaceAtRateAsync(PerSecond, enough.Token, cancellation, time => { lock (waited) waited.Add(time); });

        await Task.Delay(Before, cancellation); // load, not a wait for luck, as the delays below
        var quorum = await cluster.QuorumOfAsync(Endpoints.Notification, cancellation);
        Assert.That(quorum.Members, Is.EquivalentTo(new[] { 0, 1, 2 }), "what the hosts have declared has a member on each node");
        await cluster.KillAsync(quorum.Leader);
        var killed = DateTimeOffset.UtcNow;
        await Task.Delay(Away, cancellation);
        var successor = await cluster.QuorumOfAsync(Endpoints.Notification, cancellation);
        await cluster.StartAgainAsync(quorum.Leader, cancellation);
        await Eventually.TrueAsync(
            async () => (await cluster.QuorumOfAsync(Endpoints.Notification, cancellation)).Online.Count == 3, "it is a member again", cancellation);
        await Task.Delay(Before, cancellation);
        await enough.CancelAsync();
        var placed = await placing;
        var twice = await shop.EveryOrderHasItsMailAsync(cancellation);

        var gap = await shop.QueryAsync<TimeSpan>(
            $"SELECT max(gap) FROM (SELECT settled_at - lag(settled_at) OVER (ORDER BY settled_at) AS gap FROM notifications.deliveries WHERE settled_at > '{killed.AddSeconds(-1):O}') AS each");
        var slowest = await shop.QueryAsync<TimeSpan>("SELECT max(d.settled_at - o.accepted_at) FROM notifications.deliveries d JOIN orders.orders o USING (order_id)");
        TestContext.Out.WriteLine(
            $"{placed} orders at {PerSecond}/s, {placed - shop.Accepted.Count} refused, slowest answer {waited.Max().TotalMilliseconds:0} ms; node {quorum.Leader} led and was killed, then node {successor.Leader}; "
            + $"no e-mail for {gap.TotalSeconds:0.0} s at most, from order to accepted e-mail {slowest.TotalSeconds:0.0} s at most, {twice} e-mails came twice.");
        Assert.That(shop.Accepted, Has.Count.EqualTo(placed), "no request fails");
        Assert.That(twice, Is.Zero);
    }

    [Test]
    public async Task One_after_the_other_is_killed_and_comes_back_and_every_order_has_one_e_mail(CancellationToken cancellation)
    {
        await using var cluster = await RabbitMqCluster.StartAsync(3, cancellation);
        await using var shop = await Shop.OpenAsync(cluster.BrokerOf(0), cancellation, new Dictionary<string, string> { ["Broker__Uri"] = cluster.Uri });
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);
        using var enough = new CancellationTokenSource();
        var placing = shop.PlaceAtRateAsync(PerSecond, enough.Token, cancellation);

        for (var node = 0; node < cluster.Count; node++)
        {
            await Task.Delay(Before / 2, cancellation); // load, not a wait for luck
            await cluster.KillAsync(node);
            await Task.Delay(Before / 2, cancellation);
            await cluster.StartAgainAsync(node, cancellation);
            await Eventually.TrueAsync(
                async () => (await cluster.QuorumOfAsync(Endpoints.Notification, cancellation)).Online.Count == 3, $"node {node} is a member again", cancellation);
        }

        await enough.CancelAsync();
        var placed = await placing;
        TestContext.Out.WriteLine($"{placed} orders, {placed - shop.Accepted.Count} refused, {await shop.EveryOrderHasItsMailAsync(cancellation)} e-mails came twice.");
        Assert.That(shop.Accepted, Has.Count.EqualTo(placed), "no request fails");
    }

    /// <summary>Two of three: the third pauses. Orders wait in the outbox, and go out when one has come back.</summary>
    [Test]
    public async Task Without_a_majority_orders_are_accepted_and_wait_in_the_outbox(CancellationToken cancellation)
    {
        await using var cluster = await RabbitMqCluster.StartAsync(3, cancellation);
        await using var shop = await Shop.OpenAsync(cluster.BrokerOf(0), cancellation, new Dictionary<string, string> { ["Broker__Uri"] = cluster.Uri });
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);
        await shop.PlaceAsync(100, cancellation);

        await cluster.KillAsync(1);
        await cluster.KillAsync(2);
        await shop.PlaceAsync(300, cancellation);
        var waiting = await shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox");
        await cluster.StartAgainAsync(1, cancellation);

        TestContext.Out.WriteLine($"{waiting} of 300 waited in the outbox.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shop.Accepted, Has.Count.EqualTo(400), "a client does not feel it");
            Assert.That(waiting, Is.Positive);
            Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
        }
    }
}
