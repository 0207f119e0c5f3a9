using Microsoft.Extensions.Logging.Abstractions;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

[CancelAfter(60_000)]
public sealed class LookupsTests
{
    [Test]
    public async Task Readers_who_all_wait_leave_connections_to_others(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create($"{database.ConnectionString};Maximum Pool Size=32;Timeout=2");
        using var lookups = new Lookups(source, TimeProvider.System, NullLogger<Lookups>.Instance);
        var reader = new OrderReader(lookups);
        await using var lockingAll = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await lockingAll.BeginTransactionAsync(cancellation);
        await using (var command = new NpgsqlCommand("LOCK TABLE orders.orders", lockingAll, transaction))
            await command.ExecuteNonQueryAsync(cancellation);

        var readings = Enumerable.Range(0, 40).Select(_ => reader.FindAsync(Guid.CreateVersion7(), cancellation)).ToList();
        await Eventually.TrueAsync(async () => await CountWaitingAsync() == 30, "30 wait for the lock, and one connection is left to count them", cancellation);
        await transaction.RollbackAsync(cancellation);
        Assert.That(await Task.WhenAll(readings), Has.Exactly(40).Null);

        async Task<long> CountWaitingAsync()
        {
            await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
    }

    /// <summary>The server keeps the plan of a statement that is prepared; a shop that has just opened must not be read by the plans of the empty one.</summary>
    [Test]
    public async Task Plans_from_when_the_tables_were_empty_do_not_read_all_of_them(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create($"{database.ConnectionString};Maximum Pool Size=1;Max Auto Prepare=50");
        using var lookups = new Lookups(source, TimeProvider.System, NullLogger<Lookups>.Instance);
        var (reader, list) = (new OrderReader(lookups), new OrderList(lookups));
        var book = new OrderBook(source);
        var order = await book.PlaceAsync("1 hour");
        await book.ExecuteAsync("DELETE FROM orders.orders");
        await book.ExecuteAsync("VACUUM ANALYZE orders.orders, orders.order_items, notifications.deliveries, notifications.attempts, reconciliation.findings, messaging.outbox");
        await ReadAllAsync(15);

        await book.ExecuteAsync(
            """
            ALTER TABLE orders.orders SET (autovacuum_enabled = off);
            ALTER TABLE notifications.attempts SET (autovacuum_enabled = off);
            ALTER TABLE reconciliation.findings SET (autovacuum_enabled = off);
            ALTER TABLE messaging.outbox SET (autovacuum_enabled = off);
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at)
            SELECT gen_random_uuid(), '123', 'Ana', 'ana@example.test', 'BRL', 21, now() FROM generate_series(1, 5000);
            INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, relay, claimed_by, started_at)
            SELECT order_id, 'order-confirmation', 1, 'taken_over', 'relay', 'test', now() FROM orders.orders
            """);
        var before = await ScannedAsync();
        await ReadAllAsync(5);
        Assert.That(await ScannedAsync() - before, Is.Zero);

        async Task ReadAllAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await reader.FindAsync(order, cancellation);
                await list.ReadAsync(new ListRequest("123", null, 20, null), cancellation);
                await list.ReadAsync(new ListRequest(null, "placed", 20, null), cancellation);
            }
        }

        // The counters of this one connection are written out when asked for.
        async Task<long> ScannedAsync()
        {
            await book.ExecuteAsync("SELECT pg_stat_force_next_flush()");
            return (long)(await book.ExecuteAsync("SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables WHERE schemaname <> 'public'"))!;
        }
    }
}
