using Notifications.ServiceDefaults.Addresses;
using Npgsql;

namespace Notifications.Tools;

/// <summary>The database that a tool works on: named by an option, or else by the environment, as for the hosts.</summary>
internal static class DatabaseOption
{
    public const string Name = "--database";
    public const string Variable = DatabaseAddress.Variable;

    private const string Example = "Host=127.0.0.1;Port=5432;Database=notifications;Username=…;Password=…";
    private const string Otherwise = $"{Variable} or {DatabaseAddress.Url}";

    /// <param name="given">Behind the option; null when it was not given.</param>
    /// <param name="variables">Of the environment.</param>
    /// <exception cref="WrongArgumentException">Neither names one.</exception>
    public static string Of(string? given, DatabaseVariables variables) =>
        (given ?? variables.Choose()) is { } database && !string.IsNullOrWhiteSpace(database)
            ? database
            : throw new WrongArgumentException($"{Name} is missing, and so is {Otherwise} in the environment; give one of them, as in {Example}.");

    /// <param name="address">What <see cref="Of"/> gave.</param>
    /// <param name="defaults">For what it leaves open, ending with a semicolon: of a key that stands twice the last one counts.</param>
    /// <exception cref="WrongArgumentException">It is no address.</exception>
    public static NpgsqlDataSource Open(string address, string defaults)
    {
        try
        {
            return NpgsqlDataSource.Create(defaults + DatabaseAddress.Read(address).ConnectionString);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new WrongArgumentException($"{Name}, {Otherwise}, is not a connection string: {malformed.Message} Give {Example}.");
        }
    }

    public static bool IsAway(Exception failure) => failure is NpgsqlException or TimeoutException;

    /// <summary>The sentence for a failure that <see cref="IsAway"/>.</summary>
    public static string Away(Exception failure) =>
        $"The database cannot be used: {failure.Message.TrimEnd('.')}. Look at PostgreSQL, and at {Name}, {Otherwise}.";
}
