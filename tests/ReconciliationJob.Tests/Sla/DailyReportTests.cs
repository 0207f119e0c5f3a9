using Microsoft.Extensions.Logging.Abstractions;
using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>The report of yesterday, on a real database and in a real folder.</summary>
[CancelAfter(60_000)]
public sealed class DailyReportTests
{
    private SlaDatabase _database = null!;
    private DirectoryInfo _folder = null!;
    private DateOnly _day;

    /// <summary>SQL: yesterday's midnight.</summary>
    private string _midnight = "";

    [OneTimeSetUp]
    public async Task Migrate() => _database = await SlaDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _database.DisposeAsync();

    [SetUp]
    public async Task Empty()
    {
        await _database.EmptyAsync();
        _folder = Directory.CreateTempSubdirectory("sla-");
        _day = DateOnly.FromDateTime(await _database.QueryAsync<DateTime>("SELECT date_trunc('day', now(), 'UTC') - interval '1 day'"));
        _midnight = $"timestamptz '{_day:yyyy-MM-dd} 00:00:00Z'";
    }

    [TearDown]
    public void Clear() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_day_without_decided_minutes_has_no_report()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ReadAsync(), Is.Null);
            Assert.That(await Report().WriteAsync(_day, _folder.FullName, CancellationToken.None), Is.False);
            Assert.That(_folder.GetFiles(), Is.Empty);
        }
    }

    [Test]
    public async Task Its_minutes_are_those_of_the_day_in_UTC()
    {
        foreach (var minute in new[] { "-1 minute", "0 minutes", "1439 minutes", "1440 minutes" })
            await DecideAsync(minute, within: 1, missed: 0);
        var minutes = (await ReadAsync())!.Minutes;
        Assert.That(minutes.Select(minute => minute.Minute.UtcDateTime.ToString("HH:mm")), Is.EqualTo(new[] { "00:00", "23:59" }));
    }

    [Test]
    public async Task What_reconciliation_did_is_the_sum_of_the_runs_that_began_on_the_day()
    {
        await DecideAsync("0 minutes", within: 1, missed: 0);
        await RunAsync("-1 second", "-2 minutes", "-1 minute");
        await RunAsync("0 seconds", "-1 minute", "12 hours");
        await RunAsync("1439 minutes", "12 hours", "23 hours");
        await RunAsync("1440 minutes", "23 hours", "25 hours");
        var runs = (await ReadAsync())!.Runs;
        Assert.That(runs with { CoveredUntil = null }, Is.EqualTo(new RunSums(Runs: 2, Checked: 2_000, Found: 14, Driven: 12, Sent: 10, Late: 8, LeftOver: 2, null)));
        Assert.That(runs.CoveredUntil, Is.EqualTo(DailyFigures.BeginningOf(_day).AddHours(25)));
    }

    [Test]
    public async Task A_gap_is_where_a_run_began_later_than_any_before_had_got_to()
    {
        await DecideAsync("0 minutes", within: 1, missed: 0);
        await RunAsync("-2 hours", "-3 hours", "-2 hours");
        await RunAsync("1 hour", "-1 hour", "1 hour"); // after the one of the day before
        await RunAsync("2 hours", "-9 hours", "-8 hours", "recheck");
        await RunAsync("3 hours", "1 hour", "2 hours"); // the recheck was far behind, the run before it was not
        await RunAsync("4 hours", "2 hours", "6 hours", "asked");
        await RunAsync("5 hours", "3 hours", "4 hours"); // what somebody asked for is no coverage
        var begin = DailyFigures.BeginningOf(_day);
        Assert.That((await ReadAsync())!.Gaps, Is.EqualTo(new CoverageGap[]
        {
            new(begin.AddHours(-2), begin.AddHours(-1)),
            new(begin.AddHours(2), begin.AddHours(3)),
        }));
    }

    [Test]
    public async Task The_very_first_run_is_after_no_gap()
    {
        await DecideAsync("0 minutes", within: 1, missed: 0);
        await RunAsync("1 hour", "0 hours", "1 hour");
        Assert.That((await ReadAsync())!.Gaps, Is.Empty);
    }

    [Test]
    public async Task Missed_orders_come_with_what_was_said_of_them_last_and_without_addresses()
    {
        await _database.PlaceSentAsync($"{_midnight} + interval '10 minutes'", "1 minute");
        var late = await _database.PlaceSentAsync($"{_midnight} + interval '10.5 minutes'", "301 seconds");
        var never = await _database.PlaceAsync($"{_midnight} + interval '70 minutes'");
        await _database.DeliverAsync(await _database.PlaceAsync($"{_midnight} + interval '70.1 minutes'"), "rejected");
        var put = await _database.PlaceAsync($"{_midnight} + interval '70.5 minutes'");
        await _database.DeliverAsync(put, "deferred");
        await _database.PlaceAsync($"{_midnight} + interval '1441 minutes'");
        await _database.ExecuteAsync(
            $"""
             INSERT INTO reconciliation.findings (run_id, order_id, kind, at, state, decision, age, reason) VALUES
             (1, '{put}', 'order-confirmation', now() - interval '2 minutes', 'published', 'driven', '2 minutes', NULL),
             (2, '{put}', 'order-confirmation', now() - interval '1 minute', 'deferred', 'driven', '3 minutes', '450 <ana@example.test> try later'),
             (2, '{late}', 'order-confirmation', now(), 'accepted', 'sent', '301 seconds', NULL)
             """);
        await CloseAsync();

        var missed = (await ReadAsync())!.Missed;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(missed.Select(order => (order.OrderId, order.Status, order.TookSeconds)), Is.EqualTo(new[] { (late, "accepted", (double?)301), (never, null, null), (put, "deferred", null) }));
            Assert.That(missed.Select(order => order.Finding?.Decision), Is.EqualTo(new[] { "sent", null, "driven" }));
            Assert.That(missed[2].Finding!.Reason, Is.EqualTo("450 <(address)> try later"));
        }
    }

    [Test]
    public async Task Of_many_missed_orders_the_first_hundred_are_named()
    {
        await _database.ExecuteAsync(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
             SELECT gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), {_midnight} + interval '1 second' * s FROM generate_series(0, 299) s
             """);
        await CloseAsync();
        var missed = (await ReadAsync())!.Missed;
        Assert.That(missed, Has.Count.EqualTo(100));
        Assert.That(missed[^1].AcceptedAt, Is.EqualTo(DailyFigures.BeginningOf(_day).AddSeconds(99)));
    }

    [Test]
    public async Task The_proof_is_the_newest_of_exactly_that_day()
    {
        await DecideAsync("0 minutes", within: 1, missed: 0);
        Assert.That((await ReadAsync())!.Proof, Is.Null);
        foreach (var (from, until, orders) in new[] { ("0 hours", "24 hours", 1), ("0 hours", "24 hours", 2), ("0 hours", "23 hours", 3), ("-24 hours", "0 hours", 4) })
        {
            await _database.ExecuteAsync(
                $"""
                 INSERT INTO reconciliation.proofs (proved_from, proved_until, orders, accepted, late, rejected, pending, flagged, missing, twice, unexplained)
                 VALUES ({_midnight} + interval '{from}', {_midnight} + interval '{until}', {orders}, 10, 11, 12, 13, 14, 15, 16, 17)
                 """);
        }

        Assert.That((await ReadAsync())!.Proof! with { ProvedAt = default }, Is.EqualTo(new DailyProof(default, 2, 10, 11, 12, 13, 14, 15, 16, 17)));
    }

    [Test]
    public async Task Closing_a_day_counts_it_once_more_has_it_proved_and_writes_whole_files()
    {
        var order = await _database.PlaceAsync($"{_midnight} + interval '1 hour'");
        await _database.PlaceSentAsync($"{_midnight} + interval '23 hours'", "1 second");
        await CloseAsync();
        await _database.PlaceSentAsync($"{_midnight} + interval '23 hours'", "2 seconds"); // became visible late
        await _database.DeliverAsync(order, "rejected");

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"sla-{_day:yyyy-MM-dd}.csv"), "of an earlier time");
        var countedBefore = 0L;
        await Report(_folder.FullName).CloseAsync(
            _day, async _ => countedBefore = await _database.QueryAsync<long>("SELECT sum(within)::bigint FROM reconciliation.sla_minutes"), CancellationToken.None);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, $"sla-{_day:yyyy-MM-dd}.csv"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(countedBefore, Is.EqualTo(2), "what is proved is what was counted");
            Assert.That(lines, Does.Contain($"{_day:yyyy-MM-dd}T23:00:00Z,2,2,0,0,1,2,2").And.Contains($"{_day:yyyy-MM-dd}T01:00:00Z,1,0,1,0,,,"));
            Assert.That(lines[0], Is.EqualTo(DailyCsv.Head));
            Assert.That(_folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { $"sla-{_day:yyyy-MM-dd}.csv", $"sla-{_day:yyyy-MM-dd}.html" }), "nothing half-written is left");
        }
    }

    [Test]
    public async Task Without_a_folder_nothing_is_written()
    {
        await _database.PlaceAsync($"{_midnight} + interval '1 hour'");
        Assert.That(async () => await CloseAsync(), Throws.Nothing);
    }

    private DailyReport Report(string folder = "") => new(_database.Source, new SlaSettings { ReportFolder = folder }, NullLogger<DailyReport>.Instance);

    private Task<DailyFigures?> ReadAsync() => Report().ReadAsync(_day, CancellationToken.None);

    /// <summary>An order of yesterday's small hours may be more than a day old by now: the first decided minute is put before it.</summary>
    private async Task CloseAsync()
    {
        await DecideAsync("0 minutes", within: 0, missed: 0);
        await Report().CloseAsync(_day, null, CancellationToken.None);
    }

    private Task DecideAsync(string minute, long within, long missed) => _database.ExecuteAsync(
        $"INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) VALUES ({_midnight} + interval '{minute}', {within + missed}, {within}, 0, {missed}) ON CONFLICT DO NOTHING");

    private Task RunAsync(string startedAt, string from, string until, string purpose = "new") => _database.RunAsync(
        $"{_midnight} + interval '{startedAt}'", $"{_midnight} + interval '{from}'", $"{_midnight} + interval '{until}'", purpose);
}
