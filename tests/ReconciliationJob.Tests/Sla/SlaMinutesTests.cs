using Notifications.ReconciliationJob.Sla;
using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>How minutes are decided, on a real database.</summary>
[CancelAfter(60_000)]
public sealed class SlaMinutesTests
{
    private SlaDatabase _database = null!;

    /// <summary>SQL: the beginning of the minute half an hour ago, the same throughout a test.</summary>
    private string _minute = "";

    [OneTimeSetUp]
    public async Task Migrate() => _database = await SlaDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _database.DisposeAsync();

    [SetUp]
    public async Task Empty()
    {
        await _database.EmptyAsync();
        _minute = $"timestamptz '{await _database.QueryAsync<string>("SELECT (date_trunc('minute', now(), 'UTC') - interval '30 minutes')::text")}'";
    }

    [Test]
    public async Task Every_order_of_a_minute_is_counted_once()
    {
        await _database.PlaceSentAsync(_minute, "1 second");
        await _database.PlaceSentAsync($"{_minute} + interval '59.999 seconds'", "5 minutes");
        await _database.PlaceSentAsync($"{_minute} + interval '30 seconds'", "300.001 seconds");
        await _database.DeliverAsync(await _database.PlaceAsync(_minute), "rejected");
        await _database.DeliverAsync(await _database.PlaceAsync(_minute), "deferred");
        await _database.DeliverAsync(await _database.PlaceAsync(_minute), "unknown");
        await _database.DeliverAsync(await _database.PlaceAsync(_minute), "claimed");
        await _database.PlaceAsync(_minute);

        using var measured = new Measured();
        await DecideAsync();
        await DecideAsync();
        var minute = (await MinutesAsync())[0];
        Assert.That(minute with { Minute = default }, Is.EqualTo(new SlaMinute(default, Orders: 8, Within: 2, Rejected: 1, Missed: 5, MedianSeconds: 300, P99Seconds: 300.001, SlowestSeconds: 300.001)));
        foreach (var (outcome, orders) in new[] { ("within", 2), ("rejected", 1), ("missed", 5) })
            Assert.That(measured.Sum("notifications.sla.decided", ("outcome", outcome)), Is.GreaterThanOrEqualTo(orders), outcome);
    }

    [Test]
    public async Task The_p99_leaves_one_of_a_hundred_out_and_the_median_half_of_them()
    {
        await _database.ExecuteAsync(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
             SELECT gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), {_minute} FROM generate_series(1, 100);
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply)
             SELECT order_id, 'order-confirmation', 'accepted', 1, 'test', now(), now(), accepted_at + interval '1 second' * row_number() OVER (), '250' FROM orders.orders;
             """);
        await DecideAsync();
        var minute = (await MinutesAsync())[0];
        Assert.That((minute.MedianSeconds, minute.P99Seconds, minute.SlowestSeconds), Is.EqualTo((50d, 99d, 100d)));
    }

    [Test]
    public async Task Minutes_without_orders_have_a_row_too_and_none_is_left_out()
    {
        await _database.PlaceAsync(_minute);
        await DecideAsync();
        var minutes = await MinutesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(minutes, Has.Count.EqualTo(24).Or.Count.EqualTo(25), "from half an hour ago to six minutes ago");
            Assert.That(minutes.Select((minute, place) => minute.Minute - minutes[0].Minute == TimeSpan.FromMinutes(place)), Is.All.True);
            Assert.That(minutes.Skip(1).Select(minute => minute with { Minute = default }), Is.All.EqualTo(new SlaMinute(default, 0, 0, 0, 0, null, null, null)));
        }
    }

    [Test]
    public async Task A_minute_is_decided_a_minute_after_its_last_order_has_had_its_time()
    {
        await _database.PlaceAsync(_minute);
        await DecideAsync();
        Assert.That(
            await _database.QueryAsync<bool>("SELECT bool_and(decided_at - minute >= interval '7 minutes') AND max(minute) >= max(decided_at) - interval '8 minutes' FROM reconciliation.sla_minutes"),
            Is.True);
    }

    [Test]
    public async Task The_first_time_begins_with_the_oldest_order_but_not_more_than_a_day_back()
    {
        await _database.PlaceAsync("now() - interval '3 days'");
        await DecideAsync();
        Assert.That(await MinutesAsync(), Is.Empty);

        await _database.PlaceAsync("now() - interval '23 hours 10 minutes'");
        await DecideAsync();
        Assert.That(await _database.QueryAsync<bool>("SELECT min(minute) = date_trunc('minute', min(accepted_at) FILTER (WHERE accepted_at > now() - interval '1 day'), 'UTC') FROM reconciliation.sla_minutes, orders.orders"), Is.True);
    }

    [Test]
    public async Task After_a_long_pause_it_goes_on_where_it_stopped()
    {
        await _database.ExecuteAsync("INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) VALUES (date_trunc('minute', now(), 'UTC') - interval '50 hours', 0, 0, 0, 0)");
        await _database.PlaceSentAsync("now() - interval '49 hours'", "1 second");
        await DecideAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _database.QueryAsync<long>("SELECT sum(within)::bigint FROM reconciliation.sla_minutes"), Is.EqualTo(1));
            Assert.That(await _database.QueryAsync<bool>("SELECT count(*) = extract(epoch FROM max(minute) - min(minute)) / 60 + 1 FROM reconciliation.sla_minutes"), Is.True, "no minute is left out between two slices");
        }
    }

    [Test]
    public async Task What_is_decided_stays_until_it_is_decided_again()
    {
        var order = await _database.PlaceAsync(_minute);
        await DecideAsync();
        await _database.DeliverAsync(order, "rejected");
        await _database.PlaceSentAsync($"{_minute} + interval '1 minute'", "2 seconds");

        var again = await SlaMinutes.DecideAsync(_database.Source, CancellationToken.None);
        Assert.That((again, (await MinutesAsync())[0].Missed), Is.EqualTo((0, 1)));

        var changed = await SlaMinutes.DecideAgainAsync(_database.Source, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None);
        var minutes = await MinutesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(changed, Is.EqualTo(2), "only what is different is written");
            Assert.That((minutes[0].Rejected, minutes[0].Missed), Is.EqualTo((1, 0)));
            Assert.That((minutes[1].Orders, minutes[1].SlowestSeconds), Is.EqualTo((1, 2)));
            Assert.That(minutes, Has.Count.LessThanOrEqualTo(25), "nothing is decided before its time");
        }
    }

    [Test]
    public async Task Deciding_again_is_for_the_minutes_of_its_time_only()
    {
        await _database.PlaceAsync(_minute);
        await _database.PlaceAsync($"{_minute} + interval '1 minute'");
        await DecideAsync();
        await _database.ExecuteAsync("TRUNCATE orders.orders");
        var second = (await MinutesAsync())[1].Minute;
        await SlaMinutes.DecideAgainAsync(_database.Source, second, second.AddMinutes(1), CancellationToken.None);
        Assert.That((await MinutesAsync()).Take(2).Select(minute => minute.Orders), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public async Task Nodes_that_decide_at_once_do_no_harm(CancellationToken cancellation)
    {
        for (var order = 0; order < 20; order++)
            await _database.PlaceSentAsync($"{_minute} + interval '{order} minutes'", "1 second");

        // A third node has written the first minute and not committed it: the two others are past their look at what is decided, and wait for it.
        await using var third = await _database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await third.BeginTransactionAsync(cancellation);
        await using var write = new NpgsqlCommand($"INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) VALUES ({_minute}, 1, 1, 0, 0)", third, transaction);
        await write.ExecuteNonQueryAsync(cancellation);
        Task[] both = [DecideAsync(), DecideAsync()];
        await Eventually.TrueAsync(
            async () => await _database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 2, "two nodes wait", cancellation);
        await transaction.CommitAsync(cancellation);
        await Task.WhenAll(both);

        var minutes = await MinutesAsync();
        Assert.That((minutes.Select(minute => minute.Minute).Distinct().Count() == minutes.Count, minutes.Sum(minute => minute.Within)), Is.EqualTo((true, 20)));
    }

    private Task DecideAsync() => SlaMinutes.DecideAsync(_database.Source, CancellationToken.None);

    private async Task<List<SlaMinute>> MinutesAsync()
    {
        await using var command = _database.Source.CreateCommand($"SELECT {SlaMinute.Columns} FROM reconciliation.sla_minutes ORDER BY reconciliation.sla_minutes.minute");
        await using var rows = await command.ExecuteReaderAsync();
        var minutes = new List<SlaMinute>();
        while (await rows.ReadAsync())
            minutes.Add(SlaMinute.Read(rows));
        return minutes;
    }
}
