using Notifications.Testing;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Tests;

/// <summary>A migrated database for the fixture, without failed messages at the beginning of each test.</summary>
public abstract class DatabaseFixture
{
    private TestDatabase _database = null!;

    private protected NpgsqlDataSource Source { get; private set; } = null!;

    private protected string ConnectionString => _database.ConnectionString;

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
    public Task Empty() => ExecuteAsync(
        """
        DELETE FROM recoverability.failed_messages;
        DELETE FROM recoverability.operations;
        DELETE FROM recoverability.groups;
        DELETE FROM recoverability.redirects;
        DELETE FROM recoverability.events;
        DELETE FROM recoverability.endpoints;
        DELETE FROM recoverability.custom_checks;
        UPDATE recoverability.webhook SET told_at = NULL;
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
}
