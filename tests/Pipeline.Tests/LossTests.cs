using Notifications.Messages;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>What somebody takes away behind our back, reconciliation drives again: in time, and nothing twice.</summary>
[CancelAfter(240_000)]
public sealed class LossTests : ShopFixture
{
    [Test]
    public async Task A_queue_with_1000_commands_is_purged(CancellationToken cancellation)
    {
        await _shop.PlaceAsync(1_000, cancellation);
        await Eventually.TrueAsync(async () => await _shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "all are published", cancellation);
        await _broker.Management.PurgeAsync(Endpoints.Notification, cancellation);

        await _shop.StartReconciliationAsync(cancellation);
        await Eventually.TrueAsync(
            async () => await _broker.Management.DepthAsync(Endpoints.RetriesOf(Endpoints.Notification), cancellation) >= 1_000, "all are driven, in the lane of retries", cancellation);
        Assert.That(await _broker.Management.DepthAsync(Endpoints.Notification, cancellation), Is.Zero);
        await _shop.StartConsumerAsync(cancellation);

        Assert.That(await _shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
        await _shop.NothingIsPursuedAsync(cancellation);
    }

    [Test]
    public async Task Rows_are_deleted_from_the_outbox_before_the_broker_has_them(CancellationToken cancellation)
    {
        await using var way = new FaultProxy(_broker.Uri);
        await using var shop = await Shop.OpenAsync(way.Uri, cancellation);
        way.Freeze();
        await shop.PlaceAsync(50, cancellation);
        var deleted = await shop.QueryAsync<long>("WITH gone AS (DELETE FROM messaging.outbox RETURNING 1) SELECT count(*) FROM gone");
        await way.CutAsync();
        way.Thaw();

        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);

        Assert.That(deleted, Is.Positive);
        Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
    }
}
