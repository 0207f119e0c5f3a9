using DbUp.Engine.Output;
using Notifications.Database;
using Npgsql;

const string Setting = "Database__ConnectionString";

// Unless the connection string says otherwise: of a key that stands twice the last one counts. Npgsql would look for Kerberos'
// library, which .NET's images lack, and a person would read an error where nothing is wrong.
const string Defaults = "GSS Encryption Mode=Disable;";

var connectionString = Environment.GetEnvironmentVariable(Setting);
if (string.IsNullOrWhiteSpace(connectionString))
{
    Console.Error.WriteLine($"{Setting} is missing; give the database to migrate, as in Host=127.0.0.1;Port=5432;Database=notifications;Username=…;Password=….");
    return 2;
}

try
{
    var applied = await Migrator.MigrateAsync(Defaults + connectionString, new NoOpUpgradeLog());
    Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
    return 0;
}
catch (ArgumentException malformed)
{
    Console.Error.WriteLine($"{Setting} is not a connection string: {malformed.Message}");
    return 2;
}
catch (Exception failure) when (failure is NpgsqlException or MigrationException or TimeoutException)
{
    Console.Error.WriteLine($"The database was not migrated. {failure.Message}");
    return 1;
}
