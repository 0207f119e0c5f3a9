using Notifications.ServiceDefaults.Addresses;

namespace Notifications.Tools;

/// <summary>What the environment says of the database. Both may be there; that matters only to whoever asks for one.</summary>
internal readonly record struct DatabaseVariables(string? ConnectionString, string? Url)
{
    public static DatabaseVariables OfProcess => new(Environment.GetEnvironmentVariable(DatabaseAddress.Variable), Environment.GetEnvironmentVariable(DatabaseAddress.Url));

    public static implicit operator DatabaseVariables(string? connectionString) => new(connectionString, Url: null);

    /// <returns>Null when neither is set.</returns>
    /// <exception cref="WrongArgumentException">They contradict each other.</exception>
    public string? Choose()
    {
        try
        {
            return DatabaseAddress.Choose(ConnectionString, Url);
        }
        catch (FormatException both)
        {
            throw new WrongArgumentException(both.Message);
        }
    }
}
