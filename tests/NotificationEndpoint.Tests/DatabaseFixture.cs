using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>A migrated database for the fixture.</summary>
public abstract class DatabaseFixture
{
    private TestDatabase _database = null!;

    private protected NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
