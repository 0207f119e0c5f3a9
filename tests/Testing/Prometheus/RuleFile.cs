using Notifications.LocalStack;
using YamlDotNet.RepresentationModel;

namespace Notifications.Testing.Prometheus;

/// <summary>An alert, as the file has it.</summary>
/// <param name="Expression">In PromQL.</param>
/// <param name="Severity">A person at once, or on the next working day.</param>
/// <param name="Runbook">What to do, from the root of the repository.</param>
public sealed record AlertRule(string Name, string Expression, string Severity, string Summary, string Runbook);

/// <summary>The rules in <c>deploy/prometheus/rules</c>.</summary>
public sealed record RuleFile(IReadOnlyList<AlertRule> Alerts, IReadOnlyDictionary<string, string> Recorded)
{
    public const string Folder = "deploy/prometheus/rules";

    public static string Path { get; } = System.IO.Path.Combine(BuildOutput.Root, Folder, "notifications.yml");

    public IEnumerable<string> Expressions => Alerts.Select(alert => alert.Expression).Concat(Recorded.Values);

    public static RuleFile Read()
    {
        var rules = Yaml.Load(Path).Items("groups").SelectMany(group => group.Items("rules")).ToList();
        return new RuleFile(
            [.. rules.Where(rule => rule.Has("alert")).Select(Alert)],
            rules.Where(rule => rule.Has("record")).ToDictionary(rule => rule.Text("record"), rule => rule.Text("expr")));
    }

    private static AlertRule Alert(YamlNode rule) => new(
        rule.Text("alert"), rule.Text("expr"), rule.Of("labels").Text("severity"), rule.Of("annotations").Text("summary"), rule.Of("annotations").Text("runbook"));
}
