using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Notifications.ServiceDefaults.Addresses;

namespace Notifications.ServiceDefaults.Configured;

/// <summary>
/// Settings for people to look at: a line a key, with its value and where that comes from. A text is shown when its <see cref="DataTypeAttribute"/> says that it is one that
/// anybody may read, without its password when it is an address, and otherwise not at all: what somebody forgot to mark is taken for a secret.
/// </summary>
internal static class ShownSettings
{
    public const string ConnectionString = "connection string";

    private const string Secret = "***";
    private const string Nothing = "(nothing)";

    public static IEnumerable<string> Of(SettingsReport report, IConfigurationRoot configuration) =>
        report.Sections.SelectMany(section => Of(section.Key, section.Value, configuration)).Concat(Levels(configuration)).Concat(Variables());

    public static string Value(PropertyInfo property, object? value) => value switch
    {
        null or "" => Nothing,
        string text => property.GetCustomAttribute<DataTypeAttribute>() switch
        {
            { DataType: DataType.Text } => OneLine(text),
            { DataType: DataType.Url } => WithoutPassword(text),
            { CustomDataType: ConnectionString } => DatabaseAddress.Masked(text),
            _ => Secret,
        },
        bool yes => yes ? "true" : "false",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    public static string WithoutPassword(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return Secret;
        var user = uri.UserInfo is { Length: > 0 } known ? $"{known.Split(':')[0]}{(known.Contains(':') ? $":{Secret}" : "")}@" : "";
        return $"{uri.Scheme}://{user}{uri.Authority}{uri.AbsolutePath}{(uri.Query != "" || uri.Fragment != "" ? $"?{Secret}" : "")}";
    }

    private static IEnumerable<string> Of(string path, object settings, IConfigurationRoot configuration)
    {
        foreach (var property in settings.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(settings));
            var lines = value is IEnumerable list and not string ? OfList(key, property, list, configuration) : [Line(key, Value(property, value), configuration)];
            foreach (var line in lines)
                yield return line;
        }
    }

    /// <summary>The keys of a list are numbers or names, in the order that they were read in.</summary>
    private static IEnumerable<string> OfList(string path, PropertyInfo property, IEnumerable list, IConfigurationRoot configuration)
    {
        var items = list.Cast<object?>().ToList();
        var keys = configuration.GetSection(path).GetChildren().Select(item => item.Key).ToList();
        if (items.Count == 0)
            return [Line(path, Nothing, configuration)];
        return items.Zip(keys, (item, key) => item is null or string
            ? [Line($"{path}:{key}", Value(property, item), configuration)]
            : Of($"{path}:{key}", item, configuration)).SelectMany(lines => lines);
    }

    private static IEnumerable<string> Levels(IConfigurationRoot configuration) => configuration.GetSection("Serilog:MinimumLevel").AsEnumerable()
        .Where(level => level.Value is not null).OrderBy(level => level.Key, StringComparer.Ordinal)
        .Select(level => Line(level.Key, OneLine(level.Value!), configuration));

    private static IEnumerable<string> Variables() => KnownVariable.All
        .Where(variable => variable.IsOwn && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable.Name)))
        .Select(variable => $"{variable.Name} = {(variable.IsSecret ? Secret : OneLine(Environment.GetEnvironmentVariable(variable.Name)!))} (environment variable {variable.Name})");

    private static string Line(string key, string value, IConfigurationRoot configuration) => $"{key} = {value} ({Origin.Of(configuration, key)})";

    /// <summary>A value with a line break in it could pass for two.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
