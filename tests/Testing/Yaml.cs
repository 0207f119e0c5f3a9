using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Notifications.Testing;

/// <summary>Reads a YAML file, anchors and all. What should be there and is not fails with its name.</summary>
public static class Yaml
{
    public static YamlNode Load(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(new Parser(reader));
        return stream.Documents.Single().RootNode;
    }

    public static bool Has(this YamlNode node, string key) => node is YamlMappingNode map && map.Children.ContainsKey(key);

    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static YamlNode Of(this YamlNode node, string key) => node.Find(key) ?? throw new KeyNotFoundException($"There is no '{key}' at line {node.Start.Line}.");

    public static string Text(this YamlNode node, string key) => ((YamlScalarNode)node.Of(key)).Value ?? "";

    /// <summary>The entries of a list; none when there is no such list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode node, string key) => node.Find(key) is YamlSequenceNode list ? list.Children : [];

    /// <summary>The entries of a map by their names; those that it merges in (<c>&lt;&lt;</c>) are among them, and its own come before theirs.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Entries(this YamlNode node)
    {
        var entries = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (((YamlScalarNode)key).Value is { } name and not "<<")
                entries[name] = value;
        }

        foreach (var merged in Merged(node).SelectMany(map => map.Entries()))
            entries.TryAdd(merged.Key, merged.Value);
        return entries;
    }

    private static YamlNode? Find(this YamlNode node, string key) => node is YamlMappingNode map && map.Children.TryGetValue(key, out var value) ? value : null;

    private static IEnumerable<YamlNode> Merged(YamlNode node) => node.Find("<<") switch
    {
        YamlSequenceNode list => list.Children,
        { } one => [one],
        null => [],
    };
}
