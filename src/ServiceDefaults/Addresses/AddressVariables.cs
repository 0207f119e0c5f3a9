using Microsoft.Extensions.Configuration;

namespace Notifications.ServiceDefaults.Addresses;

/// <summary>The variables by which many platforms hand out addresses, as values of the settings that they stand for.</summary>
internal static class AddressVariables
{
    public const string Database = "Database:ConnectionString";
    public const string Broker = "Broker:Uri";
    public const string BrokerUrl = "RABBITMQ_URL";

    /// <summary>The variable that stands for a setting as well; null when there is none.</summary>
    public static string? For(string key) => key switch
    {
        Database => DatabaseAddress.Url,
        Broker => BrokerUrl,
        _ => null,
    };

    /// <returns>What is wrong with them, in sentences.</returns>
    public static IReadOnlyList<string> AddAddressVariables(this IConfigurationManager configuration)
    {
        var problems = new List<string>();
        var values = new Dictionary<string, string?>();
        try
        {
            values[Database] = DatabaseAddress.Choose(configuration[Database], configuration[DatabaseAddress.Url]);
        }
        catch (FormatException both)
        {
            problems.Add(both.Message);
        }

        var (uri, url) = (configuration[Broker], configuration[BrokerUrl]);
        if (!string.IsNullOrWhiteSpace(uri) && !string.IsNullOrWhiteSpace(url) && uri != url)
            problems.Add($"{BrokerUrl} and Broker__Uri are both given and are not the same; leave one of them out.");
        values[Broker] = string.IsNullOrWhiteSpace(uri) ? url : uri;

        configuration.AddInMemoryCollection(values.Where(value => !string.IsNullOrWhiteSpace(value.Value)));
        return problems;
    }
}
