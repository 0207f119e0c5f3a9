using Notifications.Proof.Journals;
using Notifications.Proof.Tests.Check;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Proof.Tests.Journals;

/// <summary>The reader's SQL on the product's schema, with rows of every kind.</summary>
[CancelAfter(60_000)]
public sealed class LedgerReaderTests
{
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
        for (var order = 0; order < 4; order++)
        {
            await ExecuteAsync(
                $"""
                 INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
                 VALUES ('{SoundRun.Id(order)}', 'ada', 'Ada', '{SoundRun.Recipient(order)}', 'EUR', 1, now(), '2026-11-25 09:00:0{order}Z')
                 """);
        }
    }

    [TearDown]
    public async Task DropAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Every_order_is_there_with_its_delivery_and_the_ends_of_its_attempts(CancellationToken cancellation)
    {
        await ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, lease_until, settled_at, reply, reason, possible_duplicate) VALUES
             ('{SoundRun.Id(0)}', 'order-confirmation', 'accepted', 2, 'p', now(), now(), NULL, '2026-11-25 09:01:00Z', '250 Ok', NULL, true),
             ('{SoundRun.Id(1)}', 'order-confirmation', 'claimed', 1, 'p', now(), now(), now(), NULL, NULL, NULL, false),
             ('{SoundRun.Id(2)}', 'order-confirmation', 'rejected', 1, 'p', now(), now(), NULL, '2026-11-25 09:02:00Z', NULL, '550', false);
             INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, ended_at, reply, reason) VALUES
             ('{SoundRun.Id(0)}', 'order-confirmation', 1, 'accepted', NULL, 'r', 'p', now(), '2026-11-25 09:00:59Z', '250 Ok', NULL),
             ('{SoundRun.Id(0)}', 'order-confirmation', 2, 'accepted', NULL, 'r', 'q', now(), '2026-11-25 09:00:58Z', '250 Ok', NULL),
             ('{SoundRun.Id(0)}', 'order-confirmation', 1, 'taken_over', NULL, NULL, 'p', now(), '2026-11-25 09:00:30Z', NULL, NULL),
             ('{SoundRun.Id(2)}', 'order-confirmation', 1, 'rejected', 'recipient', 'r', 'p', now(), '2026-11-25 09:02:00Z', NULL, '550')
             """);

        var orders = await LedgerReader.ReadOrdersAsync(_source, cancellation).ToListAsync(cancellation);

        Assert.That(orders, Is.EqualTo(new LedgerLine[]
        {
            Order(0, "accepted", 60, (1, "taken_over"), (2, "accepted"), (1, "accepted")) with { PossibleDuplicate = true }, Order(1, "claimed", null),
            Order(2, "rejected", 120, (1, "rejected")), Order(3, null, null),
        }).UsingPropertiesComparer());
    }

    [Test]
    public async Task What_is_on_its_way_is_counted(CancellationToken cancellation)
    {
        Assert.That((await LedgerReader.ReadRemainsAsync(_source, cancellation)) with { Queues = null! }, Is.EqualTo(new Remains(0, 0, 0, null!)));
        await ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, lease_until)
             VALUES ('{SoundRun.Id(0)}', 'order-confirmation', 'claimed', 1, 'p', now(), now(), now());
             INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at)
             SELECT gen_random_uuid(), 'NotificationEndpoint', 'SendOrderConfirmation', '[]', '', now() FROM generate_series(1, 2);
             INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id) SELECT order_id, 'order-confirmation', accepted_at, 1 FROM orders.orders LIMIT 3
             """);
        Assert.That((await LedgerReader.ReadRemainsAsync(_source, cancellation)) with { Queues = null! }, Is.EqualTo(new Remains(2, 1, 3, null!)));
    }

    private static LedgerLine Order(int order, string? status, int? settled, params (int Attempt, string Outcome)[] ends) => SoundRun.Order(order, status, ends) with
    {
        AcceptedAt = SoundRun.Start.AddSeconds(order),
        SettledAt = settled is { } second ? SoundRun.Start.AddSeconds(second) : null,
    };

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
