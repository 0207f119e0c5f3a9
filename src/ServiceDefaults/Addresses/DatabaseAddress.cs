using Npgsql;

namespace Notifications.ServiceDefaults.Addresses;

/// <summary>The database that somebody named, as a connection string or as a URL, by one of two variables. The hosts, the migrator and the tools read it here.</summary>
internal static class DatabaseAddress
{
    public const string Url = "DATABASE_URL";
    public const string Variable = "Database__ConnectionString";
    public const string Example = "Host=…;Port=5432;Database=notifications;Username=…;Password=…";

    private static readonly string[] Secrets = ["Password", "SSL Password"];

    /// <param name="text">In Npgsql's form or a URL.</param>
    /// <exception cref="FormatException">It cannot be used; the sentence says why, and repeats no password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        var address = DatabaseUrl.Is(text) ? DatabaseUrl.Read(text) : Parse(text);
        if (address.Host is not { Length: > 0 } host)
            throw new FormatException("it names no Host.");
        var wanted = address.TargetSessionAttributes;
        if (host.Contains(',') && !host.StartsWith('/'))
            address.TargetSessionAttributes = wanted ?? "read-write"; // a standby is of no use to anything here
        else if (wanted is null or "any" or "primary" or "read-write")
            address.Remove("Target Session Attributes"); // Npgsql has it for several hosts only; that one server can be written to is a part of readiness
        else
            throw new FormatException($"it names one host, and target session attributes '{wanted}', which choose among several.");
        return address;
    }

    /// <returns>The one that was given; null when none was. An empty one, as an unset variable leaves it, is none.</returns>
    /// <exception cref="FormatException">Both are given, and they lead to different databases: nobody can tell which one is meant.</exception>
    public static string? Choose(string? connectionString, string? url)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return string.IsNullOrWhiteSpace(url) ? null : url;
        return string.IsNullOrWhiteSpace(url) || IsSame(connectionString, url)
            ? connectionString
            : throw new FormatException($"{Url} and {Variable} are both given and name different databases, or the same one in different ways; leave one of them out.");
    }

    /// <summary>Without what nobody may see.</summary>
    public static string Masked(string text)
    {
        try
        {
            var address = Read(text);
            foreach (var secret in Secrets.Where(address.ShouldSerialize))
                address[secret] = "***";
            return address.ConnectionString;
        }
        catch (FormatException)
        {
            return "***";
        }
    }

    private static bool IsSame(string one, string other)
    {
        try
        {
            return one == other || Read(one).EquivalentTo(Read(other));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new FormatException(malformed.Message, malformed);
        }
    }
}
