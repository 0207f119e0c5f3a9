using Notifications.Messages;
using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests;

/// <summary>Which orders are driven again, on a real database.</summary>
[CancelAfter(60_000)]
public sealed class OverdueOrdersTests
{
    private static readonly ReconciliationSettings Settings = new();

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => ExecuteAsync("TRUNCATE orders.orders, orders.order_items, notifications.deliveries, reconciliation.drives");

    [TestCase("30 seconds", false, TestName = "An order is left alone while the pipeline has its time")]
    [TestCase("2 minutes", true, TestName = "An order that nobody has taken on is overdue after the grace time")]
    [TestCase("25 hours", false, TestName = "An order older than the window is not looked at")]
    public async Task Age_decides(string age, bool overdue)
    {
        await PlaceAsync(age);
        Assert.That(await FindAsync(), Has.Count.EqualTo(overdue ? 1 : 0));
    }

    [TestCase("'accepted', NULL, now(), NULL, '250', NULL", false)]
    [TestCase("'rejected', NULL, now(), NULL, NULL, '550'", false)]
    [TestCase("'claimed', now() + interval '10 seconds', NULL, NULL, NULL, NULL", false)]
    [TestCase("'claimed', now() - interval '10 seconds', NULL, NULL, NULL, NULL", false)]
    [TestCase("'claimed', now() - interval '2 minutes', NULL, NULL, NULL, NULL", true)]
    [TestCase("'deferred', NULL, now(), now() + interval '10 seconds', NULL, '451'", false)]
    [TestCase("'deferred', NULL, now(), now() - interval '2 minutes', NULL, '451'", true)]
    [TestCase("'unknown', NULL, now(), now() - interval '2 minutes', NULL, 'no answer'", true)]
    public async Task What_is_done_or_in_hand_is_not_driven_what_is_stuck_is(string delivery, bool overdue)
    {
        var order = await PlaceAsync("5 minutes");
        await ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (status, lease_until, settled_at, next_attempt_at, reply, reason, order_id, kind, attempt, claimed_by, claimed_at, first_claimed_at)
             VALUES ({delivery}, '{order}', 'order-confirmation', 1, 'test', now(), now())
             """);
        Assert.That(await FindAsync(), Has.Count.EqualTo(overdue ? 1 : 0));
    }

    [TestCase(2, true)]
    [TestCase(3, false)]
    public async Task What_went_out_three_times_without_an_answer_is_left_to_a_person(int unseenEnds, bool overdue)
    {
        var order = await PlaceAsync("5 minutes");
        await ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (status, settled_at, next_attempt_at, reason, unseen_ends, order_id, kind, attempt, claimed_by, claimed_at, first_claimed_at)
             VALUES ('unknown', now(), now() - interval '2 minutes', 'no answer', {unseenEnds}, '{order}', 'order-confirmation', 3, 'test', now(), now())
             """);
        Assert.That(await FindAsync(), Has.Count.EqualTo(overdue ? 1 : 0));
    }

    [Test]
    public async Task An_order_that_was_driven_a_moment_ago_is_given_time_and_more_of_it_each_time()
    {
        await PlaceAsync("5 minutes");
        var pauses = new List<TimeSpan>();
        for (var time = 0; time < 6; time++)
        {
            var overdue = await FindAsync();
            Assert.That(overdue, Has.Count.EqualTo(1));
            await RememberAsync(overdue);
            Assert.That(await FindAsync(), Is.Empty);
            pauses.Add((TimeSpan)(await ExecuteAsync("SELECT next_drive_at - last_driven_at FROM reconciliation.drives"))!);
            await ExecuteAsync("UPDATE reconciliation.drives SET last_driven_at = now() - interval '1 day', next_drive_at = now()");
        }

        Assert.That(pauses.Select(pause => pause.TotalMinutes), Is.EqualTo(new[] { 1, 2, 4, 8, 15, 15 }));
    }

    [Test]
    public async Task The_oldest_come_first_and_not_more_than_a_batch()
    {
        var younger = await PlaceAsync("3 minutes");
        var oldest = await PlaceAsync("9 minutes");
        var old = await PlaceAsync("6 minutes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FindAsync()).Select(order => order.OrderId), Is.EqualTo(new[] { oldest, old, younger }));
            Assert.That((await FindAsync(Settings with { Batch = 2 })).Select(order => order.OrderId), Is.EqualTo(new[] { oldest, old }));
        }
    }

    [Test]
    public async Task A_driven_command_has_the_content_of_the_first_one()
    {
        var placedAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var order = await PlaceAsync("5 minutes", placedAt);
        await ExecuteAsync($"INSERT INTO orders.order_items VALUES ('{order}', 2, 'DEF', NULL, 1, 0.10)");

        var command = (await FindAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (command.OrderId, command.PlacedAt, command.Customer, command.Currency, command.Locale),
                Is.EqualTo((order, placedAt, new OrderCustomer("Ana", "ana@example.test"), "BRL", "pt-BR")));
            Assert.That(command.Lines, Is.EqualTo(new[] { new OrderLine("ABC", "Caneca", 2, 10.50m), new OrderLine("DEF", null, 1, 0.10m) }));
        }
    }

    private Task<IReadOnlyList<SendOrderConfirmation>> FindAsync(ReconciliationSettings? settings = null) =>
        OverdueOrders.FindAsync(_source, NotificationKind.OrderConfirmation, settings ?? Settings, CancellationToken.None);

    private async Task RememberAsync(IReadOnlyList<SendOrderConfirmation> orders)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { OverdueOrders.Remember(orders, NotificationKind.OrderConfirmation, Settings) } };
        await batch.ExecuteNonQueryAsync();
    }

    private async Task<Guid> PlaceAsync(string age, DateTimeOffset? placedAt = null)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
             VALUES ('{id}', '123', 'Ana', 'ana@example.test', 'BRL', 'pt-BR', 21, '{placedAt ?? DateTimeOffset.UtcNow:O}', now() - interval '{age}');
             INSERT INTO orders.order_items VALUES ('{id}', 1, 'ABC', 'Caneca', 2, 10.50);
             """);
        return id;
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
