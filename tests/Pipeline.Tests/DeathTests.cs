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
}
