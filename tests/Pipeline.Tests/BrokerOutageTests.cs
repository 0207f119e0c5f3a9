using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>A broker of our own, killed and away for 20 seconds under load, or without its disk.</summary>
[CancelAfter(600_000)]
public sealed class BrokerOutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    [Test]
    public async Task RabbitMQ_killed_and_away_for_20_seconds_orders_are_accepted_all_the_while_and_all_have_their_e_mail(CancellationToken cancellation)
    {
        await using var rabbit = await ControllableRabbitMq.StartAsync(cancellation);
        await using var shop = await Shop.OpenAsync(rabbit.Broker, cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.PlaceAsync(100, cancellation);

        await rabbit.KillAsync();
        var back = Task.Run(
            async () =>
            {
                await Task.Delay(Outage, cancellation); // the outage itself, not a wait for luck
                await rabbit.StartAgainAsync(cancellation);
            },
            cancellation);
        await shop.PlaceAsync(100, cancellation);
        var acceptedWhileAway = !back.IsCompleted;
        await back;
        await shop.PlaceAsync(100, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(acceptedWhileAway, Is.True);
            Assert.That(shop.Accepted, Has.Count.EqualTo(300), "a client does not feel that the broker is away");
            Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
        }
    }

    [Test]
    public async Task RabbitMQ_loses_its_disk_with_commands_and_retries_on_it_and_reconciliation_drives_them_all(CancellationToken cancellation)
    {
        await using var rabbit = await ControllableRabbitMq.StartAsync(cancellation);
        await using var shop = await Shop.OpenAsync(rabbit.Broker, cancellation);
        await shop.PlaceAsync(300, cancellation);
        await Eventually.TrueAsync(async () => await shop.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "all are published", cancellation);

        await rabbit.LoseDataAsync(cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await shop.EveryOrderHasItsMailAsync(cancellation), Is.Zero);
            Assert.That(await shop.QueryAsync<long>("SELECT count(DISTINCT order_id) FROM reconciliation.findings WHERE decision = 'driven'"), Is.EqualTo(300));
        }
    }
}
