using System.Text.RegularExpressions;
using Notifications.LocalStack;

namespace Notifications.Testing.Prometheus;

/// <summary>The metrics of docs/observability.md, by the names that Prometheus has them under.</summary>
public static partial class DescribedMetrics
{
    private static readonly string Page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "observability.md"));

    /// <summary>Of all series.</summary>
    public static IEnumerable<string> Names() => Families().SelectMany(family => family);

    /// <summary>The series of each metric.</summary>
    public static IEnumerable<IReadOnlyList<string>> Families() =>
        from row in Row().Matches(Section("Metrics"))
        from name in NamesOf(row.Groups["names"].Value)
        select Family(name, row.Groups["kind"].Value);

    /// <summary>As the exporter at <c>/metrics</c> does it. It adds no unit of 1, and others do, so a ratio has the word in its name.</summary>
    public static IReadOnlyList<string> Family(string name, string kind)
    {
        var parts = kind.Split(", ");
        var series = name.Replace('.', '_') + parts.ElementAtOrDefault(1) switch
        {
            "s" => "_seconds",
            "/s" => "_per_second",
            "ratio" when !name.EndsWith(".ratio", StringComparison.Ordinal) => "_ratio",
            _ => "",
        };
        return parts[0] switch
        {
            "counter" => [$"{series}_total"],
            "histogram" => [$"{series}_bucket", $"{series}_sum", $"{series}_count"],
            _ => [series],
        };
    }

    private static string Section(string title) => Page.Split("\n## ").Single(section => section.StartsWith($"{title}\n", StringComparison.Ordinal));

    /// <summary>`a.b`, `.c` are a.b and a.c.</summary>
    private static IEnumerable<string> NamesOf(string cell)
    {
        var names = Name().Matches(cell).Select(name => name.Groups["name"].Value).ToList();
        return names.Select(name => name.StartsWith('.') ? names[0][..names[0].LastIndexOf('.')] + name : name);
    }

    [GeneratedRegex(@"^\| (?<names>`[^|]+`) \| (?<kind>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
