using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Notifications.Database;

/// <summary>
/// Brings a database to the newest schema: the scripts that it has not seen, in the order of their numbers, each in a transaction of its own.
/// Under an advisory lock: of several migrators that start together one works and the others find nothing to do.
/// </summary>
public static class Migrator
{
    /// <summary>Any number will do, as long as nobody else takes it: "notif" in ASCII.</summary>
    private const long LockKey = 0x6E_6F_74_69_66;

    /// <returns>Names of the scripts that were run; none when the database was up to date.</returns>
    /// <exception cref="MigrationException">A script failed; it and the later ones are not applied.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(string connectionString, IUpgradeLog log, CancellationToken cancellation = default)
    {
        // Session lock: it must outlive the scripts' transactions and end with this connection, so no pooling.
        await using var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync(cancellation);
        await using var acquire = new NpgsqlCommand("SELECT pg_advisory_lock($1)", holder) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 300 };
        await acquire.ExecuteNonQueryAsync(cancellation);

        var upgrade = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Migrator).Assembly)
            .WithTransactionPerScript()
            .JournalToPostgresqlTable("public", "schema_versions")
            .LogTo(log)
            .Build()
            .PerformUpgrade();
        return upgrade.Successful
            ? [.. upgrade.Scripts.Select(script => script.Name)]
            : throw new MigrationException($"Script {upgrade.ErrorScript?.Name ?? "?"} failed: {upgrade.Error.Message}", upgrade.Error);
    }
}

public sealed class MigrationException(string message, Exception inner) : Exception(message, inner);
