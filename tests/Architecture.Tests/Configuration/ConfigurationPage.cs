using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using Notifications.ServiceDefaults.Configured;

namespace Notifications.Architecture.Tests.Configuration;

/// <summary>The part of docs/configuration.md that follows from the settings' records.</summary>
internal static class ConfigurationPage
{
    public const string Path = "docs/configuration.md";

    /// <summary>What stands above this line people write.</summary>
    public const string Mark = "<!-- What follows is written by The_page_can_be_written_anew, from the summaries in the code. -->\n";

    public static string Write(IReadOnlyDictionary<string, HostAnswer> hosts)
    {
        var page = new StringBuilder();
        page.Append("\n## Which host reads what\n\n| host | sections |\n|---|---|\n| migrator | [Database](#database), by a variable only |\n");
        foreach (var (host, answer) in hosts)
            page.Append(CultureInfo.InvariantCulture, $"| {host} | {string.Join(", ", answer.Sections.Order(StringComparer.Ordinal).Select(section => $"[{section}](#{section.ToLowerInvariant()})"))} |\n");

        page.Append("\n## Sections\n");
        foreach (var (section, type) in SettingsTypes.BySection)
        {
            var readers = hosts.Where(host => host.Value.Sections.Contains(section)).Select(host => host.Key).ToList();
            page.Append(CultureInfo.InvariantCulture, $"\n### {section}\n\n{SettingsTypes.Summary(type)}\n\nRead by {(readers.Count == hosts.Count ? "every host" : string.Join(", ", readers))}.\n\n");
            page.Append("| variable | kind | default | allowed | effect |\n|---|---|---|---|---|\n");
            foreach (var key in SettingsTypes.Keys(section, type))
                page.Append(CultureInfo.InvariantCulture, $"| `{key.Variable}` | {Kind(key.Property)} | {Default(key)} | {AllowedValues.Of(key)} | {SettingsTypes.Summary(key.Property)} |\n");
        }

        page.Append("\n## Variables that are no keys of a section\n\n| variable | default | effect |\n|---|---|---|\n");
        foreach (var variable in KnownVariable.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{variable.Name}` | {(variable.Default == "" ? "–" : $"`{variable.Default}`")} | {variable.Effect}{(variable.IsSecret ? " Not shown, or without its password." : "")} |\n");
        return $"{page}";
    }

    private static string Kind(PropertyInfo property)
    {
        var item = SettingsTypes.ItemOf(property.PropertyType);
        var type = item ?? property.PropertyType;
        var kind = type switch
        {
            _ when type == typeof(TimeSpan) => "time",
            _ when type == typeof(bool) => "yes or no",
            _ when type == typeof(double) => "number with a fraction",
            { IsEnum: true } => "one of a few",
            _ when type == typeof(string) => property.GetCustomAttribute<DataTypeAttribute>() switch
            {
                { DataType: DataType.Password } => "secret",
                { DataType: DataType.Url } => "address",
                { DataType: DataType.Custom } known => known.CustomDataType,
                _ => "text",
            },
            _ => "whole number",
        };
        return item is null ? kind! : $"list, each a {kind}";
    }

    private static string Default(SettingsKey key) => key.Property.GetValue(Activator.CreateInstance(key.Type)) switch
    {
        null or "" => "–",
        bool yes => yes ? "`true`" : "`false`",
        TimeSpan time when time.Ticks % TimeSpan.TicksPerSecond != 0 => $"`{time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0')}`",
        IFormattable value => $"`{value.ToString(null, CultureInfo.InvariantCulture)}`",
        string text => $"`{text}`",
        _ => "–",
    };
}
