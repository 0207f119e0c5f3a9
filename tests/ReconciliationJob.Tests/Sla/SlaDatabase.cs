using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>A migrated database with orders and deliveries as a test wants them. Times are SQL, on the database's clock.</summary>
internal sealed class SlaDatabase : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private SlaDatabase(TestDatabase database)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public NpgsqlDataSource Source { get; }

    public static async Task<SlaDatabase> CreateAsync() => new(await MigratedDatabase.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    public Task EmptyAsync() => ExecuteAsync(
        """
        TRUNCATE orders.orders, notifications.deliveries, notifications.attempts, reconciliation.runs, reconciliation.pursued, reconciliation.findings,
                 reconciliation.sla_minutes, reconciliation.proofs
        """);

    /// <param name="acceptedAt">SQL.</param>
    public async Task<Guid> PlaceAsync(string acceptedAt)
    {
        var order = Guid.CreateVersion7();
        await ExecuteAsync(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
             VALUES ('{order}', '123', 'Ana', 'ana@example.test', 'BRL', 'pt-BR', 21, now(), {acceptedAt})
             """);
        return order;
    }

    /// <summary>An order whose e-mail was accepted so much later.</summary>
    public async Task<Guid> PlaceSentAsync(string acceptedAt, string took)
    {
        var order = await PlaceAsync(acceptedAt);
        await DeliverAsync(order, "accepted", settledAt: $"{acceptedAt} + interval '{took}'");
        return order;
    }

    /// <param name="order">The order.</param>
    /// <param name="status">Of its delivery.</param>
    /// <param name="settledAt">SQL; of a claim, when its lease ends.</param>
    /// <param name="nextAttemptAt">SQL; of what goes on.</param>
    public Task DeliverAsync(Guid order, string status, string settledAt = "now()", string nextAttemptAt = "now()")
    {
        var (isClaim, isSent, goesOn) = (status == "claimed", status == "accepted", status is "deferred" or "unknown");
        return ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, lease_until, settled_at, next_attempt_at, reply, reason)
             VALUES ('{order}', 'order-confirmation', '{status}', 1, 'test', now(), now(), {(isClaim ? settledAt : "NULL")}, {(isClaim ? "NULL" : settledAt)},
                     {(goesOn ? nextAttemptAt : "NULL")}, {(isSent ? "'250'" : "NULL")}, {(isClaim || isSent ? "NULL" : "'no'")})
             """);
    }

    public Task PursueAsync(Guid order) => ExecuteAsync(
        $"INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id) SELECT order_id, 'order-confirmation', accepted_at, 1 FROM orders.orders WHERE order_id = '{order}'");

    /// <summary>Times are SQL.</summary>
    public Task RunAsync(string startedAt, string coveredFrom, string coveredUntil, string purpose = "new", string node = "node1") => ExecuteAsync(
        $"""
         INSERT INTO reconciliation.runs (purpose, node, started_at, ended_at, covered_from, covered_until, checked, found, driven, sent, late, left_over)
         VALUES ('{purpose}', '{node}', {startedAt}, {startedAt} + interval '1 second', {coveredFrom}, {coveredUntil}, 1000, 7, 6, 5, 4, 1)
         """);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
