using System.Diagnostics;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace Notifications.Database;

/// <summary>
/// Brings a database to the newest schema: the scripts that it has not seen, in the order of their numbers, each in a transaction of its own; those that end in
/// <c>.concurrently.sql</c>, which PostgreSQL refuses in one, without. What a script may do beside hosts of the version before is in docs/operating.md.
/// Under an advisory lock: of several migrators that start together one works and the others find nothing to do.
/// </summary>
public static class Migrator
{
    /// <summary>Any number will do, as long as nobody else takes it: "notif" in ASCII.</summary>
    private const long LockKey = 0x6E_6F_74_69_66;

    private static readonly TimeSpan LockWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    internal static IReadOnlyList<SqlScript> Scripts { get; } =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name, typeof(Migrator).Assembly.GetManifestResourceStream(name)!)),
    ];

    /// <returns>Names of the scripts that were run; none when the database was up to date.</returns>
    /// <exception cref="MigrationException">A script failed; it and the later ones are not applied. Or the database's encoding is not UTF8.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    /// <exception cref="TimeoutException">Another migrator has been at work for five minutes.</exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(string connectionString, IUpgradeLog log, CancellationToken cancellation = default) =>
        MigrateAsync(connectionString, Scripts, log, cancellation);

    internal static async Task<IReadOnlyList<string>> MigrateAsync(string connectionString, IReadOnlyList<SqlScript> scripts, IUpgradeLog log, CancellationToken cancellation)
    {
        // Session lock: it must outlive the scripts' transactions and end with this connection, so no pooling.
        await using var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync(cancellation);
        await RefuseOtherEncodingsAsync(holder, cancellation);
        await LockAsync(holder, cancellation);

        var applied = new List<string>();
        foreach (var group in Groups(scripts))
            applied.AddRange(Apply(connectionString, group, log));
        return applied;
    }

    /// <summary>In another one all would be well until the first customer whose name has an ç.</summary>
    private static async Task RefuseOtherEncodingsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("SELECT current_setting('server_encoding')", connection);
        if ((string?)await ask.ExecuteScalarAsync(cancellation) is var encoding and not "UTF8")
            throw new MigrationException($"Its encoding is {encoding}; make one with UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
    }

    /// <summary>
    /// Asked again and again. A statement that waits for the lock in the server would be waited for by an index that is built concurrently, under that lock: neither would end.
    /// </summary>
    private static async Task LockAsync(NpgsqlConnection holder, CancellationToken cancellation)
    {
        await using var acquire = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", holder) { Parameters = { new() { Value = LockKey } } };
        var start = Stopwatch.GetTimestamp();
        while (await acquire.ExecuteScalarAsync(cancellation) is false)
        {
            if (Stopwatch.GetElapsedTime(start) > LockWithin)
                throw new TimeoutException($"Another migrator has been at work for {LockWithin}.");
            await Task.Delay(AskEvery, cancellation);
        }
    }

    /// <summary>As few runs as the order of the numbers allows: each of them reads the journal.</summary>
    private static IEnumerable<List<SqlScript>> Groups(IReadOnlyList<SqlScript> scripts)
    {
        var group = new List<SqlScript>();
        foreach (var script in scripts)
        {
            if (group.Count > 0 && IsConcurrent(group[0]) != IsConcurrent(script))
            {
                yield return group;
                group = [];
            }

            group.Add(script);
        }

        yield return group;
    }

    private static bool IsConcurrent(SqlScript script) => script.Name.EndsWith(".concurrently.sql", StringComparison.Ordinal);

    private static IEnumerable<string> Apply(string connectionString, List<SqlScript> scripts, IUpgradeLog log)
    {
        var builder = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScripts(scripts)
            .JournalToPostgresqlTable("public", "schema_versions")
            .LogTo(log);
        var upgrade = (IsConcurrent(scripts[0]) ? builder.WithoutTransaction() : builder.WithTransactionPerScript()).Build().PerformUpgrade();
        return upgrade.Successful
            ? upgrade.Scripts.Select(script => script.Name)
            : throw new MigrationException($"Script {upgrade.ErrorScript?.Name ?? "?"} failed: {upgrade.Error.Message}", upgrade.Error);
    }
}

public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
