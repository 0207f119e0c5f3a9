using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.ReconciliationJob.Runs;
using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests;

/// <summary>A migrated database for the fixture, empty for each test, with orders and deliveries as the tests want them.</summary>
public abstract class DatabaseFixture
{
    private protected static readonly ReconciliationSettings Settings = new();

    private TestDatabase _database = null!;

    private protected NpgsqlDataSource Source { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        Source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => new OrderBook(Source).EmptyAsync();

    /// <summary>As a node without a broker: what it drives stays in the outbox.</summary>
    private protected Reconciler NewReconciler(ReconciliationSettings? settings = null) => new(
        Source, DriveOutbox.ForOthers, new EndpointIdentity(Endpoints.Reconciliation, Receives: false), settings ?? Settings, TimeProvider.System, NullLogger<Reconciler>.Instance);

    /// <param name="age">For example <c>2 minutes</c>.</param>
    /// <param name="placedAt">As the customer sees it.</param>
    private protected async Task<Guid> PlaceAsync(string age, DateTimeOffset? placedAt = null)
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

    /// <summary>The ledger's row of an order: <c>claimed</c> until, <c>deferred</c> or <c>unknown</c> until, or ended now.</summary>
    private protected Task DeliverAsync(Guid order, string status, string due = "now()", int unseenEnds = 0) => ExecuteAsync(
        $"""
         INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, unseen_ends, lease_until, settled_at, next_attempt_at, reply, reason)
         VALUES ('{order}', 'order-confirmation', '{status}', 1, 'test', now(), now(), {unseenEnds},
             {(status == "claimed" ? due : "NULL")}, {(status == "claimed" ? "NULL" : "now()")}, {(status is "deferred" or "unknown" ? due : "NULL")},
             {(status == "accepted" ? "'250 ok'" : "NULL")}, {(status is "claimed" or "accepted" ? "NULL" : "'a reason'")})
         """);

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private protected async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private protected async Task<List<T>> ListAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await rows.ReadAsync())
            values.Add(rows.GetFieldValue<T>(0));
        return values;
    }
}
