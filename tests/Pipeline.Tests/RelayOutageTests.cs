using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>Relays that die, and what becomes of the orders of that moment.</summary>
[CancelAfter(240_000)]
[NonParallelizable]
public sealed class RelayOutageTests : ShopFixture
{
    /// <summary>Both ways lead to one mail catcher, so that every copy of an e-mail is seen.</summary>
    [Test]
    public async Task The_first_of_two_dies_at_500_orders_a_second(CancellationToken cancellation)
    {
        await using var first = new FaultProxy(new Uri($"tcp://127.0.0.1:{_shop.Mail.SmtpPort}"));
        await using var second = new FaultProxy(new Uri($"tcp://127.0.0.1:{_shop.Mail.SmtpPort}"));
        await _shop.StartConsumerAsync(cancellation, new Dictionary<string, string>([.. Shop.RelayAt(0, first.Uri.Port), .. Shop.RelayAt(1, second.Uri.Port)]));
        await _shop.StartReconciliationAsync(cancellation);

        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var placing = _shop.PlaceAtRateAsync(500, enough.Token, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_shop.Mail.Inbox.Messages.Count >= 1_500), "1,500 e-mails are out", cancellation);
        await first.DisposeAsync();
        await placing;
        var twice = await _shop.EveryOrderHasItsMailAsync(cancellation);

        var unseen = await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts WHERE outcome = 'unknown'");
        var moved = await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts WHERE outcome = 'deferred'");
        var late = await _shop.QueryAsync<string>(
            """
            SELECT string_agg(format('attempt %s: %s orders, half within %s s, 99%% within %s s, the latest %s s', attempt, n, p50, p99, latest), '; ' ORDER BY attempt)
            FROM (
                SELECT attempt, count(*) AS n, round(max(s), 1) AS latest, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s)::numeric, 1) AS p50,
                       round(percentile_cont(0.99) WITHIN GROUP (ORDER BY s)::numeric, 1) AS p99
                FROM (SELECT d.attempt, extract(epoch FROM d.settled_at - o.accepted_at) AS s FROM notifications.deliveries d JOIN orders.orders o USING (order_id)) AS each
                GROUP BY attempt
            ) AS by_attempt
            """);
        TestContext.Out.WriteLine($"{_shop.Accepted.Count} orders; {moved} attempts moved to the other relay, {unseen} without an answer, {twice} came twice. From order to accepted e-mail, {late}.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(twice, Is.LessThanOrEqualTo(unseen), "twice only where the answer to the final dot was cut off");
            Assert.That(await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.deliveries WHERE possible_duplicate"), Is.EqualTo(unseen), "all of them are marked, and nothing else");
            Assert.That(await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts WHERE outcome = 'accepted' AND relay = 'relay1'"), Is.GreaterThan(1_000));
            Assert.That(await _shop.QueryAsync<int>("SELECT max(attempt) FROM notifications.deliveries"), Is.LessThanOrEqualTo(3), "the dead one is left alone");
            Assert.That(await _broker.Management.DepthAsync(Endpoints.Error, cancellation), Is.Zero);
        }
    }
}
