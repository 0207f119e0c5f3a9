using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.Testing.Prometheus;

namespace Notifications.Deploy.Tests;

/// <summary>Each alert has a page and each page an alert, and what a page names exists.</summary>
public sealed partial class RunbookTests
{
    private static readonly IReadOnlyList<AlertRule> Alerts = RuleFile.Read().Alerts;
    private static readonly string List = File.ReadAllText(Path.Combine(Runbooks.Folder, "README.md"));
    private static readonly string[] Pages = [.. Directory.GetFiles(Runbooks.Folder, "*.md").Select(file => Path.GetFileName(file)).Where(file => file != "README.md")];

    [Test]
    public void Every_alert_has_a_page_and_every_page_an_alert() =>
        Assert.That(Pages, Is.EquivalentTo(Alerts.Select(alert => Runbooks.FileOf(alert.Name))));

    [Test]
    public void The_list_has_every_alert_with_its_severity() => Assert.That(
        Listed().Matches(List).Select(row => (row.Groups["name"].Value, row.Groups["page"].Value, row.Groups["severity"].Value)),
        Is.EquivalentTo(Alerts.Select(alert => (alert.Name, Runbooks.FileOf(alert.Name), alert.Severity))));

    [Test]
    public void The_page_of_what_can_be_seen_has_every_alert_with_its_severity()
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "observability.md"));
        Assert.That(
            Described().Matches(page).Select(row => (row.Groups["name"].Value, row.Groups["page"].Value, row.Groups["severity"].Value)),
            Is.EquivalentTo(Alerts.Select(alert => (alert.Name, Runbooks.FileOf(alert.Name), alert.Severity))));
    }

    [TestCaseSource(nameof(Pages))]
    public void A_page_has_the_same_four_parts_and_is_read_in_a_minute(string page)
    {
        var text = Read(page);
        Assert.That(Part().Matches(text).Select(part => part.Groups["name"].Value), Is.EqualTo(new[] { "What it means", "Look at", "Do", "Over when" }));
        Assert.That(text.Split('\n'), Has.Length.InRange(14, 45));
    }

    [TestCaseSource(nameof(Pages))]
    public void A_page_begins_with_the_name_of_its_alert_and_its_severity(string page)
    {
        var alert = Alerts.Single(alert => Runbooks.FileOf(alert.Name) == page);
        Assert.That(Read(page), Does.StartWith($"# {alert.Name} ({alert.Severity})\n"));
    }

    [TestCaseSource(nameof(Pages))]
    public void What_a_page_names_exists(string page)
    {
        var text = Read(page);
        using (Assert.EnterMultipleScope())
        {
            var tools = Tool().Matches(text).Select(tool => Path.Combine(BuildOutput.Root, tool.Groups["path"].Value));
            Assert.That(tools.Where(tool => !Directory.Exists(tool)), Is.Empty, "tools");
            Assert.That(LogEvent().Matches(text).Select(log => log.Groups["id"].Value).Distinct(), Is.SubsetOf(EventIds()), "ids of log lines");
            Assert.That(Metric().Matches(text).Select(metric => metric.Value).Distinct(), Is.SubsetOf(DescribedMetrics.Names()), "metrics");
            Assert.That(Table().Matches(text).Select(table => table.Value).Distinct(), Is.SubsetOf(Tables()), "tables");
        }
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Runbooks.Folder, page));

    private static HashSet<string> EventIds() =>
        Sources("*.cs").SelectMany(text => Declared().Matches(text)).Select(log => log.Groups["id"].Value).ToHashSet();

    private static HashSet<string> Tables() =>
        Sources("*.sql").SelectMany(text => Created().Matches(text)).Select(table => table.Groups["name"].Value).ToHashSet();

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.GetFiles(Path.Combine(BuildOutput.Root, "src"), pattern, SearchOption.AllDirectories).Select(File.ReadAllText);

    [GeneratedRegex(@"^\| \[(?<name>\w+)\]\((?<page>[a-z-]+\.md)\) \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\| \[(?<name>\w+)\]\(runbooks/(?<page>[a-z-]+\.md)\) \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Described();

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"(?<path>tools/[A-Z]\w+)")]
    private static partial Regex Tool();

    // Of four digits that begin with 1 to 4, or 60, the pages have nothing else but years and Grafana's port.
    [GeneratedRegex(@"(?<!:)\b(?<id>[1-4]\d{3}|60\d\d)\b(?!-)")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"LoggerMessage\((?<id>\d{4}),")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b(?:notifications|messaging)_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(?:orders|messaging|notifications|reconciliation|recoverability)\.(?!md\b)[a-z_]+\b(?!\.)")]
    private static partial Regex Table();

    [GeneratedRegex(@"CREATE TABLE (?<name>[a-z_.]+)")]
    private static partial Regex Created();
}
