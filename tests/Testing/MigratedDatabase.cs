using DbUp.Engine.Output;
using Notifications.Database;

namespace Notifications.Testing;

/// <summary>A <see cref="TestDatabase"/> with the newest schema.</summary>
public static class MigratedDatabase
{
    /// <summary>On the servers of this test run.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken cancellation = default) =>
        await CreateAsync((await RealServers.GetAsync(cancellation)).Postgres, cancellation);

    /// <param name="server">An administrator's connection string, for example of a <see cref="ControllablePostgres"/>.</param>
    public static async Task<TestDatabase> CreateAsync(string server, CancellationToken cancellation = default)
    {
        var database = await TestDatabase.CreateAsync(server, cancellation);
        await Migrator.MigrateAsync(database.ConnectionString, new NoOpUpgradeLog(), cancellation);
        return database;
    }
}
