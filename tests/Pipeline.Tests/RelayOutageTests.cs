using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>Relays that die, and what becomes of the orders of that moment.</summary>
[CancelAfter(240_000)]
public sealed class RelayOutageTests
{
    private TestBroker _broker = null!;
    private Shop _shop = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        _shop = await Shop.OpenAsync(_broker.Uri, CancellationToken.None);
    }

    [TearDown]
    public async Task Close()
    {
        await _shop.DisposeAsync();
        await _broker.DisposeAsync();
    }

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
        var latest = await _shop.QueryAsync<double>("SELECT max(extract(epoch FROM d.settled_at - o.accepted_at))::float8 FROM notifications.deliveries d JOIN orders.orders o USING (order_id)");
        TestContext.Out.WriteLine($"{_shop.Accepted.Count} orders; {moved} attempts moved to the other relay, {unseen} without an answer, {twice} came twice; the latest {latest:0.0} s after its order.");
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
