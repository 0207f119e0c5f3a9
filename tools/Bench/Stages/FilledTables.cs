using Npgsql;

namespace Notifications.Bench.Stages;

/// <summary>Orders of the weeks before, each sent at the first attempt: the rows that the walk leaves, made by the database itself.</summary>
internal static class FilledTables
{
    private const int AtOnce = 250_000;

    /// <summary>What a walk leaves for the orders from $1 to $2, of $3 altogether; their ids are UUIDv7 of the last 30 days, so they sort as they were placed.</summary>
    private const string Fill = """
        CREATE TEMP TABLE filled ON COMMIT DROP AS
        SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid AS id, n, at
          FROM (SELECT n, now() - interval '30 days' + interval '29 days' * (n / $3::double precision) AS at FROM generate_series($1::bigint, $2::bigint) AS n) AS numbers;
        INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at, accepted_at)
        SELECT id, lpad((n * 610639 % 1000000)::text, 7, '0'), 'Ana Souza', 'customer-' || lpad((n * 610639 % 1000000)::text, 7, '0') || '@bench.example', 'BRL', 'pt-BR', 80.90, at, at FROM filled;
        INSERT INTO orders.order_items (order_id, line, sku, name, qty, unit_price)
        SELECT id, line, sku, name, qty, price FROM filled, (VALUES (1, 'ABC', 'Caneca', 2, 10.50), (2, 'DEF', 'Camiseta', 1, 59.90)) AS lines (line, sku, name, qty, price);
        INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply, relay, published_at)
        SELECT id, 'order-confirmation', 'accepted', 1, 'bench', at + interval '5 ms', at + interval '5 ms', at + interval '9 ms', '2.0.0 Ok: queued', 'relay', at + interval '3 ms' FROM filled;
        INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, relay, claimed_by, started_at, ended_at, reply)
        SELECT id, 'order-confirmation', 1, 'accepted', 'relay', 'bench', at + interval '5 ms', at + interval '9 ms', '2.0.0 Ok: queued' FROM filled;
        """;

    public static async Task FillAsync(NpgsqlDataSource database, long orders, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        for (var from = 1L; from <= orders; from += AtOnce)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            foreach (var statement in Fill.Replace("$1", $"{from}", StringComparison.Ordinal).Replace("$2", $"{Math.Min(from + AtOnce - 1, orders)}", StringComparison.Ordinal).Replace("$3", $"{orders}", StringComparison.Ordinal).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                await using var command = new NpgsqlCommand(statement, connection, transaction) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(cancellation);
            }

            await transaction.CommitAsync(cancellation);
        }

        // As autovacuum would have done in those weeks.
        await using var vacuum = new NpgsqlCommand("VACUUM (ANALYZE) orders.orders, orders.order_items, notifications.deliveries, notifications.attempts", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync(cancellation);
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", connection) { CommandTimeout = 0 };
        await checkpoint.ExecuteNonQueryAsync(cancellation);
    }
}
