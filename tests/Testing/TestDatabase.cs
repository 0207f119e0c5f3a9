using Npgsql;

namespace Notifications.Testing;

/// <summary>An empty database with a name of its own, dropped at the end whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;

    private TestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>On the servers of this test run.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken cancellation = default) =>
        await CreateAsync((await RealServers.GetAsync(cancellation)).Postgres, cancellation);

    /// <param name="server">An administrator's connection string, for example of a <see cref="ControllablePostgres"/>.</param>
    public static async Task<TestDatabase> CreateAsync(string server, CancellationToken cancellation = default)
    {
        var database = new TestDatabase(server, $"test_{Guid.NewGuid():N}");
        await database.ExecuteAsync($"CREATE DATABASE {database.Name}", cancellation);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var ours = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(ours);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        // Not pooled: the server may be killed between two of these.
        await using var connection = new NpgsqlConnection($"{_server};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
