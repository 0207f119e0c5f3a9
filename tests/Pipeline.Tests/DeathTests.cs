using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>Whatever dies, every order that was answered with 202 has its e-mail.</summary>
[CancelAfter(240_000)]
public sealed class DeathTests : ShopFixture
{
    [Test]
    public async Task The_api_killed_right_after_its_answers(CancellationToken cancellation)
    {
        await _shop.StartConsumerAsync(cancellation);
        await _shop.StartReconciliationAsync(cancellation);

        var placing = _shop.PlaceAsync(2_000, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_shop.Accepted.Count >= 100), "100 orders are accepted", cancellation);
        await _shop.KillApiAsync();
        await placing;

        Assert.That(_shop.Accepted, Has.Count.InRange(100, 1_999), "it died in the middle");
        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task A_row_that_a_dead_process_left_in_the_outbox_is_published_by_another(CancellationToken cancellation)
    {
        var sendings = await _shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox");
        await _shop.PlaceAsync(1, cancellation);
        await Eventually.TrueAsync(async () => await _shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == sendings, "it is published", cancellation);
        await _broker.Management.PurgeAsync(Endpoints.Notification, cancellation);
        await _shop.KillApiAsync();
        await _shop.LeaveInOutboxAsync(_shop.Accepted.Single());

        await _shop.StartConsumerAsync(cancellation);
        await _shop.StartReconciliationAsync(cancellation);

        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }

    /// <summary>Of e-mails that take their time some are in hand at every kill.</summary>
    [TestCase(2)]
    [TestCase(10, Explicit = true, Reason = "Takes a minute and more.")]
    public async Task One_of_two_consumers_killed_again_and_again_under_load(int kills, CancellationToken cancellation)
    {
        _shop.Mail.Faults.Add(new Fault(FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromMilliseconds(100))));
        using var enough = new CancellationTokenSource();
        var consumers = new Queue<HostProcess>([await _shop.StartConsumerAsync(cancellation), await _shop.StartConsumerAsync(cancellation)]);
        await _shop.StartReconciliationAsync(cancellation);
        var placing = _shop.PlaceAtRateAsync(100, enough.Token, cancellation);
        for (var kill = 0; kill < kills; kill++)
        {
            await _shop.Mail.Inbox.WaitForAsync(_shop.Mail.Inbox.Messages.Count + 50, cancellationToken: cancellation);
            await consumers.Dequeue().KillAsync();
            consumers.Enqueue(await _shop.StartConsumerAsync(cancellation));
        }

        await enough.CancelAsync();
        await placing;
        var twice = await _shop.EveryOrderHasItsMailAsync(cancellation);

        var takenOver = await _shop.QueryAsync<long>("SELECT count(*) FROM notifications.attempts WHERE outcome = 'taken_over'");
        TestContext.Out.WriteLine($"{_shop.Accepted.Count} orders; {takenOver} attempts died and were taken over, {twice} e-mails came twice.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(takenOver, Is.Positive, "some died in the middle");
            Assert.That(
                await _shop.TwiceAsync(), Is.SubsetOf(await _shop.ListAsync("SELECT order_id FROM notifications.attempts WHERE outcome = 'taken_over'")), "each copy is explained by an attempt that died");
            Assert.That(await _broker.Management.DepthAsync(Endpoints.Error, cancellation), Is.Zero);
        }
    }

    [Test]
    public async Task The_api_told_to_stop_under_load_publishes_what_it_has_accepted_before_it_ends(CancellationToken cancellation)
    {
        await _shop.PlaceAsync(1, cancellation);
        await Eventually.TrueAsync(async () => await _shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "it has found the broker", cancellation);
        using var enough = new CancellationTokenSource();
        var placing = _shop.PlaceUntilAsync(atATime: 16, enough.Token, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(_shop.Accepted.Count >= 200), "200 orders are accepted", cancellation);

        var exit = await _shop.TerminateApiAsync();
        var left = await _shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox");
        await enough.CancelAsync();
        await placing;

        Assert.That((exit, left), Is.EqualTo((0, 0L)), "exit code, and rows left to a sweep");
        await _shop.StartConsumerAsync(cancellation);
        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task All_connections_closed_by_an_operator_in_the_middle(CancellationToken cancellation)
    {
        await _shop.StartConsumerAsync(cancellation);
        await Eventually.TrueAsync(
            async () => (await _broker.Management.ConnectionsAsync(cancellation)).Count >= 3, "the operator sees the connections", cancellation);
        var placing = _shop.PlaceAsync(300, cancellation);
        await _shop.Mail.Inbox.WaitForAsync(50, cancellationToken: cancellation);
        var closed = await _broker.Management.CloseConnectionsAsync(cancellation);
        await placing;

        Assert.That(closed, Is.GreaterThanOrEqualTo(3));
        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }
}
