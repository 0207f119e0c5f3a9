using Npgsql;

namespace Notifications.Bench.References.Floor;

/// <summary>Tables with what ours hold of an order, without their checks and further indexes, and all SQL: many orders a statement, an array a column.</summary>
internal static class FloorTables
{
    public const string InsertOrders =
        """
        INSERT INTO floor.orders (order_id, customer_id, customer_name, customer_email, currency, locale, total)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    public const string InsertItems = "INSERT INTO floor.order_items (order_id, line, sku, name, qty, unit_price) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)";

    public const string InsertMessages = "INSERT INTO floor.outbox (order_id, headers, body) SELECT order_id, headers::jsonb, body FROM unnest($1, $2, $3) AS m (order_id, headers, body)";

    public const string RemoveMessages = "DELETE FROM floor.outbox WHERE order_id = ANY ($1)";

    public const string Claim = "INSERT INTO floor.deliveries (order_id, status) SELECT order_id, 'claimed' FROM unnest($1) AS order_id ON CONFLICT DO NOTHING";

    public const string Record =
        """
        UPDATE floor.deliveries AS d SET status = 'accepted', settled_at = now(), reply = '250 2.0.0 Ok: queued'
        FROM unnest($1) AS sent (order_id) WHERE d.order_id = sent.order_id
        """;

    private const string Create =
        """
        DROP SCHEMA IF EXISTS floor CASCADE;
        CREATE SCHEMA floor;

        CREATE TABLE floor.orders (
            order_id       uuid        PRIMARY KEY,
            customer_id    text        NOT NULL,
            customer_name  text        NOT NULL,
            customer_email text        NOT NULL,
            currency       text        NOT NULL,
            locale         text        NULL,
            total          numeric     NOT NULL,
            placed_at      timestamptz NOT NULL DEFAULT now(),
            accepted_at    timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE floor.order_items (
            order_id   uuid    NOT NULL,
            line       int     NOT NULL,
            sku        text    NOT NULL,
            name       text    NULL,
            qty        int     NOT NULL,
            unit_price numeric NOT NULL,
            PRIMARY KEY (order_id, line)
        );

        CREATE TABLE floor.outbox (
            order_id uuid  PRIMARY KEY,
            headers  jsonb NOT NULL,
            body     bytea NOT NULL
        );

        CREATE TABLE floor.deliveries (
            order_id   uuid        PRIMARY KEY,
            status     text        NOT NULL,
            claimed_at timestamptz NOT NULL DEFAULT now(),
            settled_at timestamptz NULL,
            reply      text        NULL
        ) WITH (fillfactor = 50); -- the record of a delivery finds room beside its claim, and the index is left alone
        """;

    /// <summary>Rows are looked up by their keys, whatever the server thinks of tables that were empty when it first planned.</summary>
    private const string LookUpByKey = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>The tables are made anew: what an earlier run left is dropped.</summary>
    public static async Task<NpgsqlDataSource> OpenAsync(string database, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = LookUpByKey });
        await using var command = source.CreateCommand(Create);
        await command.ExecuteNonQueryAsync(cancellation);
        return source;
    }
}
