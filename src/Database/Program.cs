using DbUp.Engine.Output;
using Notifications.Database;
using Notifications.ServiceDefaults.Addresses;
using Npgsql;

// Unless the connection string says otherwise: of a key that stands twice the last one counts. Npgsql would look for Kerberos'
// library, which .NET's images lack, and a person would read an error where nothing is wrong.
const string Defaults = "GSS Encryption Mode=Disable;";

try
{
    var given = DatabaseAddress.Choose(Environment.GetEnvironmentVariable(DatabaseAddress.Variable), Environment.GetEnvironmentVariable(DatabaseAddress.Url));
    if (given is null)
    {
        Console.Error.WriteLine($"{DatabaseAddress.Variable} is missing, and so is {DatabaseAddress.Url}; give the database to migrate, as in {DatabaseAddress.Example}.");
        return 2;
    }

    var applied = await Migrator.MigrateAsync(Defaults + DatabaseAddress.Read(given).ConnectionString, new NoOpUpgradeLog());
    Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
    return 0;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{DatabaseAddress.Variable} or {DatabaseAddress.Url} cannot be used: {wrong.Message}");
    return 2;
}
catch (Exception failure) when (failure is NpgsqlException or MigrationException or TimeoutException)
{
    Console.Error.WriteLine($"The database was not migrated. {failure.Message}");
    return 1;
}
