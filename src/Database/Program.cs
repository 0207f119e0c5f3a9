using DbUp.Engine.Output;
using Notifications.Database;
using Notifications.ServiceDefaults.Addresses;
using Npgsql;

// Unless the connection string says otherwise: of a key that stands twice the last one counts. Npgsql would look for Kerberos'
// library, which .NET's images lack, and a person would read an error where nothing is wrong.
const string Defaults = "GSS Encryption Mode=Disable;";

const string Check = "--check-config";

if (args.FirstOrDefault(argument => argument != Check) is { } unknown)
{
    Console.Error.WriteLine($"There is no {unknown}; there is {Check}.");
    return 2;
}

try
{
    var connectionString = Environment.GetEnvironmentVariable(DatabaseAddress.Variable);
    var given = DatabaseAddress.Choose(connectionString, Environment.GetEnvironmentVariable(DatabaseAddress.Url));
    if (given is null)
    {
        Console.Error.WriteLine($"{DatabaseAddress.Variable} is missing, and so is {DatabaseAddress.Url}; give the database to migrate, as in {DatabaseAddress.Example}.");
        return 2;
    }

    var address = DatabaseAddress.Read(given).ConnectionString;
    if (args.Contains(Check))
    {
        Console.WriteLine($"Database:ConnectionString = {DatabaseAddress.Masked(given)} (environment variable {(given == connectionString ? DatabaseAddress.Variable : DatabaseAddress.Url)})");
        return 0;
    }

    var applied = await Migrator.MigrateAsync(Defaults + address, new NoOpUpgradeLog());
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
