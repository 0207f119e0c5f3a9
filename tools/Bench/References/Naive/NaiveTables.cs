using Npgsql;

namespace Notifications.Bench.References.Naive;

/// <summary>The tables, made by whichever process comes first, and all SQL: one row a statement.</summary>
internal static class NaiveTables
{
    public const string InsertOrder =
        """
        INSERT INTO naive.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total, placed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING accepted_at
        """;

    public const string InsertItem = "INSERT INTO naive.order_items (order_id, line, sku, name, qty, unit_price) VALUES ($1, $2, $3, $4, $5, $6)";

    public const string InsertMessage = "INSERT INTO naive.outbox (message_id, body) VALUES ($1, $2)";

    public const string LockMessage = "SELECT id, message_id, body FROM naive.outbox ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";

    public const string DeleteMessage = "DELETE FROM naive.outbox WHERE id = $1";

    public const string Claim = "INSERT INTO naive.deliveries (delivery_id, order_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    public const string WasSent = "SELECT sent_at IS NOT NULL FROM naive.deliveries WHERE delivery_id = $1";

    public const string RecordSent = "UPDATE naive.deliveries SET sent_at = now() WHERE delivery_id = $1";

    /// <summary>Both processes may come at once, and IF NOT EXISTS does not wait for a transaction that is about to make it.</summary>
    private const string Create =
        """
        SELECT pg_advisory_xact_lock(7226147);

        CREATE SCHEMA IF NOT EXISTS naive;

        CREATE TABLE IF NOT EXISTS naive.orders (
            order_id       uuid        PRIMARY KEY,
            customer_id    text        NOT NULL,
            customer_name  text        NOT NULL,
            customer_email text        NOT NULL,
            currency       text        NOT NULL,
            locale         text        NULL,
            total          numeric     NOT NULL,
            placed_at      timestamptz NOT NULL,
            accepted_at    timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE IF NOT EXISTS naive.order_items (
            order_id   uuid    NOT NULL REFERENCES naive.orders,
            line       int     NOT NULL,
            sku        text    NOT NULL,
            name       text    NULL,
            qty        int     NOT NULL,
            unit_price numeric NOT NULL,
            PRIMARY KEY (order_id, line)
        );

        CREATE TABLE IF NOT EXISTS naive.outbox (
            id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            message_id uuid        NOT NULL,
            body       bytea       NOT NULL,
            stored_at  timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE IF NOT EXISTS naive.deliveries (
            delivery_id uuid        PRIMARY KEY,
            order_id    uuid        NOT NULL,
            claimed_at  timestamptz NOT NULL DEFAULT now(),
            sent_at     timestamptz NULL
        );
        """;

    /// <param name="database">Connection string; the pool and the preparing of statements are set here.</param>
    /// <param name="connections">At most.</param>
    /// <param name="cancellation">Of the start.</param>
    public static async Task<NpgsqlDataSource> OpenAsync(string database, int connections, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = connections, MaxAutoPrepare = 20 });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(Create, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return source;
    }
}
