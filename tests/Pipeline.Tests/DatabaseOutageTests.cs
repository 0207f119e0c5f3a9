using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>A PostgreSQL of our own, killed and away for some seconds under load.</summary>
[CancelAfter(240_000)]
public sealed class DatabaseOutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    [Test]
    public async Task PostgreSQL_killed_under_load_what_was_answered_with_202_has_its_e_mail(CancellationToken cancellation)
    {
        await using var postgres = await ControllablePostgres.StartAsync(cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var shop = await Shop.OpenAsync(await MigratedDatabase.CreateAsync(postgres.ConnectionString, cancellation), broker.Uri, cancellation);
        await shop.StartConsumerAsync(cancellation);
        await shop.StartReconciliationAsync(cancellation);

        var placing = shop.PlaceAsync(3_000, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Accepted.Count >= 300), "300 orders are accepted", cancellation);
        await postgres.KillAsync();
        await Task.Delay(Outage, cancellation); // the outage itself, not a wait for luck
        await postgres.StartAgainAsync(cancellation);
        await placing;
        await shop.PlaceAsync(50, cancellation);

        var twice = await shop.EveryOrderHasItsMailAsync(cancellation);
        TestContext.Out.WriteLine($"{shop.Accepted.Count} accepted of 3,050; {twice} came twice.");
        Assert.That(shop.Accepted, Has.Count.InRange(350, 3_049), "some were refused while it was away");
    }
}
