using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>A PostgreSQL of our own, killed and away for some seconds under load.</summary>
[CancelAfter(240_000)]
public sealed class DatabaseOutageTests
{
    private const int NotStored = 2000;

    private static readonly int[] SaidOnce = [1010, 1011, 1013, 2010, 3002, 3011, 4006];

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

        var lines = shop.Hosts.Select(host => host.Lines()).ToList();
        var often = lines.SelectMany(ofHost => ofHost.GroupBy(line => line.Id)).Where(ofId => SaidOnce.Contains(ofId.Key) && ofId.Count() > 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.SelectMany(ofHost => ofHost).Select(line => line.Id), Is.SupersetOf(new[] { NotStored, 1013, 1016, 4006 }), "it is said that it failed, and for the sweep that it works again");
            Assert.That(often.Select(ofId => ofId.First()), Is.Empty, "and not with every message");
            Assert.That(lines.SelectMany(ofHost => ofHost).Where(line => line.HasStack), Is.Empty, "a server that is away needs no stack");
        }
    }
}
