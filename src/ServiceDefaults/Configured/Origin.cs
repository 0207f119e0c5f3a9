using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Notifications.ServiceDefaults.Addresses;

namespace Notifications.ServiceDefaults.Configured;

/// <summary>Where a value comes from, in the words of whoever has to change it.</summary>
internal static class Origin
{
    private static readonly string[] Prefixes = ["", "ASPNETCORE_", "DOTNET_"];

    /// <param name="configuration">Of the host.</param>
    /// <param name="key">As in <c>Smtp:Relays:0:Host</c>.</param>
    public static string Of(IConfigurationRoot configuration, string key)
    {
        var variable = AddressVariables.For(key);
        return configuration.Providers.Reverse().FirstOrDefault(Gives) switch
        {
            EnvironmentVariablesConfigurationProvider => $"environment variable {VariableOf(key)}",
            CommandLineConfigurationProvider => "command line",
            FileConfigurationProvider { Source: var file } => $"file {file.FileProvider?.GetFileInfo(file.Path ?? "").PhysicalPath ?? file.Path}",
            null when variable is not null && !string.IsNullOrWhiteSpace(configuration[variable]) => Of(configuration, variable),
            null => "default",
            _ => "configuration",
        };

        // In memory is only what was copied there from a variable that stands for the setting.
        bool Gives(IConfigurationProvider provider) =>
            provider is not MemoryConfigurationProvider && provider.TryGet(key, out var value) && (variable is null || !string.IsNullOrWhiteSpace(value));
    }

    private static string VariableOf(string key) => Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)
        .FirstOrDefault(name => Prefixes.Any(prefix => name.Replace("__", ":", StringComparison.Ordinal).Equals(prefix + key, StringComparison.OrdinalIgnoreCase))) ?? key;
}
