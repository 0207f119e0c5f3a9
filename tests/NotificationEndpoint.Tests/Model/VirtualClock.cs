using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>
/// A database whose <c>now()</c> is ours: the schema that it is looked for in first has one that reads a table. The product's statements run as they
/// are; only defaults of columns, bound when the tables were made, stay with the server's clock. Nothing is compiled: where a statement
/// forbids to scan tables the server would think ours expensive.
/// </summary>
internal sealed class VirtualClock : IAsyncDisposable
{
    private VirtualClock(string database) =>
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { SearchPath = "virtual, pg_catalog, public", Options = "-c jit=off" });

    public NpgsqlDataSource Database { get; }

    /// <summary>Begins at the server's time, in whole seconds.</summary>
    public DateTimeOffset Now { get; private set; }

    public static async Task<VirtualClock> StartAsync(string database)
    {
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var create = source.CreateCommand(
                """
                CREATE SCHEMA virtual;
                CREATE TABLE virtual.clock (id int PRIMARY KEY, at timestamptz NOT NULL);
                INSERT INTO virtual.clock VALUES (1, date_trunc('second', pg_catalog.now()));
                CREATE FUNCTION virtual.now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS 'BEGIN RETURN (SELECT at FROM virtual.clock WHERE id = 1); END';
                """);
            await create.ExecuteNonQueryAsync();
        }

        var clock = new VirtualClock(database);
        await clock.PassAsync(TimeSpan.Zero);
        return clock;
    }

    public async Task PassAsync(TimeSpan time)
    {
        await using var pass = Database.CreateCommand("UPDATE virtual.clock SET at = at + $1 WHERE id = 1 RETURNING at");
        pass.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = time });
        Now = new DateTimeOffset((DateTime)(await pass.ExecuteScalarAsync())!, TimeSpan.Zero);
    }

    /// <summary>Orders of this moment, without items.</summary>
    /// <returns>When they were accepted.</returns>
    public async Task<DateTimeOffset> PlaceAsync(string recipient, IEnumerable<Guid> orders)
    {
        await using var insert = Database.CreateCommand(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
            SELECT id, '123', 'Ana', $1, 'BRL', 21, now(), now() FROM unnest($2) AS id
            """);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = recipient });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. orders] });
        await insert.ExecuteNonQueryAsync();
        return Now;
    }

    public async Task RemoveAsync(Guid order)
    {
        await using var delete = Database.CreateCommand("DELETE FROM orders.orders WHERE order_id = $1");
        delete.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = order });
        await delete.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
