using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Notifications.Architecture.Tests.Configuration;

/// <summary>The records that settings are, found by what their summaries say: <c>section <c>Smtp</c></c>.</summary>
internal static partial class SettingsTypes
{
    private static readonly Assembly[] Assemblies =
        [.. new[] { "ServiceDefaults", "Messaging", "OrdersEndpoint", "NotificationEndpoint", "ReconciliationJob", "RecoverabilityEndpoint" }.Select(name => Assembly.Load($"Notifications.{name}"))];

    private static readonly Dictionary<string, XElement> Summaries = Assemblies
        .SelectMany(assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml")).Descendants("member"))
        .Where(member => member.Attribute("name")!.Value[1..].StartsWith(":Notifications.", StringComparison.Ordinal) && member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>By the name of the section, in alphabetical order.</summary>
    public static readonly IReadOnlyDictionary<string, Type> BySection = new SortedDictionary<string, Type>(
        (from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
         where type.Name.EndsWith("Settings", StringComparison.Ordinal) && Summaries.ContainsKey($"T:{type.FullName}")
         let section = Section().Match(Summary(type))
         where section.Success
         select (Name: section.Groups["name"].Value, type)).ToDictionary(found => found.Name, found => found.type), StringComparer.Ordinal);

    /// <summary>With those of the records in its lists, under the names that the environment has for them.</summary>
    public static IEnumerable<SettingsKey> Keys(string section, Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var (variable, item) = ($"{section}__{property.Name}", ItemOf(property.PropertyType));
            if (item is { IsClass: true } && item != typeof(string))
            {
                foreach (var key in Keys($"{variable}__0", item))
                    yield return key;
            }
            else
            {
                yield return new SettingsKey(item is null ? variable : $"{variable}__0", type, property);
            }
        }
    }

    public static string Summary(Type type) => Text(Summaries[$"T:{type.FullName!.Replace('+', '.')}"]);

    public static string Summary(PropertyInfo property) => Text(Summaries[$"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}"]);

    public static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Text(XElement summary) => Space().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        _ => node is XText text ? text.Value : $"{node}",
    })), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex("section `(?<name>[A-Za-z]+)`")]
    private static partial Regex Section();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

/// <param name="Variable">As in <c>Smtp__Relays__0__Host</c>.</param>
internal sealed record SettingsKey(string Variable, Type Type, PropertyInfo Property);
