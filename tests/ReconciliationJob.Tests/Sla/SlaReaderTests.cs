using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>What counts as unsent, as sent and as decided, on a real database.</summary>
[CancelAfter(60_000)]
public sealed class SlaReaderTests
{
    private static readonly SlaSettings Settings = new();

    private SlaDatabase _database = null!;

    [OneTimeSetUp]
    public async Task Migrate() => _database = await SlaDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _database.DisposeAsync();

    [SetUp]
    public Task Empty() => _database.EmptyAsync();

    [Test]
    public async Task An_empty_shop_has_figures_too()
    {
        var snapshot = await ReadAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((snapshot.Unsent.Count, snapshot.OldestUnsentSeconds, snapshot.SentPerSecond, snapshot.LastRun), Is.EqualTo((0, (double?)null, 0d, (LastRun?)null)));
            Assert.That(new[] { snapshot.LastHour, snapshot.Today, snapshot.Period }, Is.All.EqualTo(new SlaSums(0, 0, 0, 0, 0, null)));
            Assert.That(snapshot.Minutes, Is.Empty);
        }
    }

    [TestCase("claimed", 1)]
    [TestCase("deferred", 1)]
    [TestCase("unknown", 1)]
    [TestCase("accepted", 0)]
    [TestCase("rejected", 0)]
    public async Task What_is_neither_accepted_nor_rejected_is_unsent_whether_pursued_or_young(string status, int unsent)
    {
        await _database.RunAsync("now() - interval '5 seconds'", "now() - interval '80 seconds'", "now() - interval '60 seconds'");
        var pursued = await _database.PlaceAsync("now() - interval '10 minutes'");
        await _database.PursueAsync(pursued);
        await _database.DeliverAsync(pursued, status);
        await _database.DeliverAsync(await _database.PlaceAsync("now() - interval '20 seconds'"), status);
        Assert.That((await ReadAsync()).Unsent.Sum(bucket => bucket.Orders), Is.EqualTo(2 * unsent));
    }

    [Test]
    public async Task A_pursued_order_that_is_young_is_counted_once()
    {
        await _database.PursueAsync(await _database.PlaceAsync("now() - interval '70 seconds'"));
        Assert.That((await ReadAsync()).Unsent.Sum(bucket => bucket.Orders), Is.EqualTo(1));
    }

    [Test]
    public async Task An_order_that_reconciliation_has_looked_at_and_does_not_pursue_is_not_looked_at_again()
    {
        await _database.RunAsync("now() - interval '5 seconds'", "now() - interval '80 seconds'", "now() - interval '60 seconds'");
        await _database.PlaceAsync("now() - interval '10 minutes'"); // left to a person
        Assert.That((await ReadAsync()).Unsent, Is.Empty);
    }

    [Test]
    public async Task While_reconciliation_stands_still_unsent_orders_are_seen_all_the_same()
    {
        await _database.RunAsync("now() - interval '20 minutes'", "now() - interval '22 minutes'", "now() - interval '21 minutes'");
        await _database.PlaceAsync("now() - interval '15 minutes'");
        Assert.That((await ReadAsync()).Unsent.Sum(bucket => bucket.Orders), Is.EqualTo(1));
    }

    [Test]
    public async Task Unsent_orders_are_in_buckets_of_their_age_the_oldest_first()
    {
        foreach (var age in new[] { 3, 4, 25, 299, 305, 900 })
            await _database.PlaceAsync($"now() - interval '{age}.5 seconds'");
        var snapshot = await ReadAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                snapshot.Unsent.Select(bucket => (bucket.From.TotalSeconds, bucket.InLine)),
                Is.EqualTo(new[] { (300d, 2L), (290d, 1L), (20d, 1L), (0d, 2L) }));
            Assert.That(snapshot.OldestUnsentSeconds, Is.InRange(900, 960));
        }
    }

    [Test]
    public async Task What_waits_for_its_next_attempt_is_told_apart_and_whether_that_comes_too_late()
    {
        foreach (var next in new[] { "-1 seconds", "1 minute", "5 minutes" })
            await _database.DeliverAsync(await _database.PlaceAsync("now() - interval '65 seconds'"), "deferred", nextAttemptAt: $"now() + interval '{next}'");
        await _database.DeliverAsync(await _database.PlaceAsync("now() - interval '400 seconds'"), "deferred", nextAttemptAt: "now() + interval '1 hour'");
        Assert.That(
            (await ReadAsync()).Unsent,
            Is.EqualTo(new AgeBucket[] { new(TimeSpan.FromSeconds(300), 0, 1, 0), new(TimeSpan.FromSeconds(60), 1, 2, 1) }));
    }

    [Test]
    public async Task What_relays_accepted_in_the_last_minute_is_the_rate()
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, ended_at, reply, reason)
            SELECT gen_random_uuid(), 'order-confirmation', 1, 'accepted', NULL, 'r', 'test', now(), now() - interval '1 second' * s, '250', NULL FROM generate_series(0, 119) s
            UNION ALL
            SELECT gen_random_uuid(), 'order-confirmation', 1, 'deferred', 'relay', 'r', 'test', now(), now(), NULL, '451' FROM generate_series(1, 50)
            """);
        Assert.That((await ReadAsync()).SentPerSecond, Is.EqualTo(1).Within(0.05));
    }

    [Test]
    public async Task Sums_are_of_the_last_hour_that_can_be_decided_of_today_and_of_the_period()
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed, slowest)
            SELECT date_trunc('minute', now(), 'UTC') - interval '1 minute' * s, 10, 7, 2, 1, interval '1 second' * s FROM generate_series(7, 27 * 1440) s
            """);
        var snapshot = await ReadAsync();
        var minutes = snapshot.LastHour.Minutes;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(minutes, Is.InRange(59, 60), "a minute may have ended in between");
            Assert.That(snapshot.LastHour, Is.EqualTo(new SlaSums(minutes, minutes * 10, minutes * 7, minutes * 2, minutes, 66)));
            Assert.That(snapshot.LastHour.ShareWithin, Is.EqualTo(0.875));
            Assert.That(snapshot.Today.Minutes, Is.EqualTo(await _database.QueryAsync<long>("SELECT count(*) FROM reconciliation.sla_minutes WHERE minute >= date_trunc('day', now(), 'UTC')")));
            Assert.That(snapshot.Period.Minutes, Is.EqualTo((27 * 1440) - 6));
            Assert.That(snapshot.Minutes, Has.Count.EqualTo(SlaSnapshot.MostMinutes));
            Assert.That(snapshot.Minutes[0].Minute, Is.GreaterThan(snapshot.Minutes[1].Minute));
        }
    }

    [Test]
    public async Task The_period_ends_somewhere()
    {
        await _database.ExecuteAsync(
            "INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) SELECT date_trunc('minute', now(), 'UTC') - interval '1 minute' * s, 1, 1, 0, 0 FROM generate_series(1400, 1500) s");
        Assert.That((await ReadAsync(Settings with { Period = TimeSpan.FromDays(1) })).Period.Orders, Is.InRange(45, 48));
    }

    [Test]
    public async Task The_newest_run_is_shown_and_how_far_runs_have_got_together()
    {
        await _database.RunAsync("now() - interval '60 seconds'", "now() - interval '140 seconds'", "now() - interval '120 seconds'");
        await _database.RunAsync("now() - interval '11 seconds'", "now() - interval '24 hours'", "now() - interval '20 hours'", purpose: "recheck", node: "node2");
        await _database.RunAsync("now() - interval '3 seconds'", "now() - interval '9 hours'", "now() - interval '8 hours'", purpose: "asked", node: "node3");
        var run = (await ReadAsync()).LastRun!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Purpose, run.Node), Is.EqualTo(("recheck", "node2")));
            Assert.That(run.AgeSeconds, Is.InRange(10, 40));
            Assert.That(run.CoveredUntil, Is.EqualTo(run.StartedAt.AddSeconds(11 - 120)).Within(TimeSpan.FromSeconds(2)));
        }
    }

    private Task<SlaSnapshot> ReadAsync(SlaSettings? settings = null) =>
        new SlaReader(_database.Source, settings ?? Settings, new ReconciliationSettings()).ReadAsync(CancellationToken.None);
}
