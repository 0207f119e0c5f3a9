using System.Text.RegularExpressions;

namespace Notifications.Architecture.Tests;

/// <summary>Documentation that cannot drift without a red test.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class DocumentationTests
{
    private static IEnumerable<string> Documents() =>
        new[] { "README.md", "CHANGELOG.md" }.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file)));

    [TestCaseSource(nameof(Documents))]
    public void Every_link_leads_to_something_that_exists(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var broken = Link().Matches(Repository.Read(document))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target != "" && !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target)));
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void The_walk_names_a_file_for_every_station()
    {
        var stations = Repository.Read("README.md").Split('\n').Where(line => Station().IsMatch(line)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stations, Has.Count.EqualTo(12));
            Assert.That(stations.Where(station => !Link().IsMatch(station)), Is.Empty);
        }
    }

    [Test]
    public void Decisions_are_numbered_without_gaps_and_say_what_they_cost()
    {
        var decisions = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "adr"), "*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(decisions.Select(name => name![..4]), Is.EqualTo(Enumerable.Range(1, decisions.Count).Select(number => $"{number:0000}")));
            foreach (var decision in decisions)
                Assert.That(Repository.Read($"docs/adr/{decision}"), Does.Contain("## Status").And.Contain("## Context").And.Contain("## Decision").And.Contain("## Consequences"), decision);
        }
    }

    /// <summary>States of a delivery: the page, the schema and the view of them agree.</summary>
    [Test]
    public void The_page_of_states_has_the_states_of_the_schema()
    {
        var schema = Regex.Match(Repository.Read("src/Database/Scripts/0003_deliveries.sql"), @"status IN \((?<states>[^)]*)\)").Groups["states"].Value
            .Split(',', StringSplitOptions.TrimEntries).Select(state => state.Trim('\''));
        var page = Regex.Matches(Repository.Read("docs/states.md").Split("| from | to |")[0], @"^\| `(?<state>[a-z]+)` \|", RegexOptions.Multiline).Select(row => row.Groups["state"].Value);
        Assert.That(page, Is.EquivalentTo(schema.Concat(["stored", "published"])));
    }

    [Test]
    public void The_tests_that_the_page_of_security_names_are_there()
    {
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(method => method.Groups["name"].Value)).ToHashSet();
        var named = Regex.Matches(Repository.Read("docs/security.md"), "`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`").Select(name => name.Groups["name"].Value).ToList();
        Assert.That(named, Has.Count.GreaterThan(30).And.SubsetOf(tests));
    }

    [Test]
    public void What_is_measured_at_scale_is_the_statement_that_the_sweep_runs()
    {
        var measured = Regex.Match(Repository.Read("docs/outbox-at-scale.sql"), @"\$lease\$\r?\n(?<sql>.*?)\s*\$lease\$", RegexOptions.Singleline).Groups["sql"].Value;
        Assert.That(measured, Is.Not.Empty);
        Assert.That(Repository.Read("src/Messaging/Outbox/OutboxTable.cs"), Does.Contain(measured));
    }

    [GeneratedRegex(@"public (async Task|void) (?<name>\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| \d+ \| ")]
    private static partial Regex Station();
}
