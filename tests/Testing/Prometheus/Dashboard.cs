using System.Text.Json;
using Notifications.LocalStack;

namespace Notifications.Testing.Prometheus;

/// <summary>A panel, as the file has it; what it lacks is empty.</summary>
public sealed record Panel(string Title, string Description, string Unit, bool HasThresholds, IReadOnlyList<string> Expressions);

/// <summary>A dashboard in <c>deploy/grafana/dashboards</c>.</summary>
public sealed record Dashboard(string File, string Uid, string Title, JsonElement Json, IReadOnlyList<Panel> Panels)
{
    public static string Folder { get; } = Path.Combine(BuildOutput.Root, "deploy", "grafana", "dashboards");

    public static IReadOnlyList<Dashboard> ReadAll() => [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>As Prometheus gets it: Grafana puts a time in the place of its own variable, and a pattern in that of others, which are within strings.</summary>
    public static string WithoutVariables(string expression) => expression.Replace("$__rate_interval", "1m", StringComparison.Ordinal);

    private static Dashboard Read(string file)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(file));
        var root = document.RootElement.Clone();
        return new Dashboard(Path.GetFileName(file), Text(root, "uid"), Text(root, "title"), root, [.. root.GetProperty("panels").EnumerateArray().Select(PanelOf)]);
    }

    private static Panel PanelOf(JsonElement panel)
    {
        var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
        return new Panel(
            Text(panel, "title"),
            Text(panel, "description"),
            Text(defaults, "unit"),
            defaults.TryGetProperty("thresholds", out _),
            [.. panel.GetProperty("targets").EnumerateArray().Select(target => Text(target, "expr"))]);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
