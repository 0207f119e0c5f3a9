using Notifications.LocalStack;
using Notifications.Testing;
using Notifications.Testing.Prometheus;

namespace Notifications.Deploy.Tests.Prometheus;

/// <summary>The rules, as Prometheus' own tool sees them, and what each alert must have besides.</summary>
[CancelAfter(120_000)]
public sealed class RulesTests
{
    private static readonly string Folder = Path.Combine(BuildOutput.Root, "deploy", "prometheus");
    private static readonly RuleFile Rules = RuleFile.Read();

    /// <summary>By alert: whether it is to fire.</summary>
    private static readonly ILookup<string, bool> Expectations = TestFiles()
        .SelectMany(file => Yaml.Load(Path.Combine(Folder, "tests", file)).Items("tests"))
        .SelectMany(test => test.Items("alert_rule_test"))
        .ToLookup(test => test.Text("alertname"), test => test.Items("exp_alerts").Any());

    [Test]
    public async Task The_configuration_and_the_rules_that_it_names_are_valid(CancellationToken cancellation) =>
        Assert.That(await Promtool.ComplaintAsync(Folder, ["check", "config", Path.Combine(Folder, "prometheus.yml")], cancellation), Is.Null);

    [Test]
    public async Task The_rules_are_valid_by_themselves(CancellationToken cancellation) =>
        Assert.That(await Promtool.ComplaintAsync(Folder, ["check", "rules", RuleFile.Path], cancellation), Is.Null);

    [TestCaseSource(nameof(TestFiles))]
    public async Task Alerts_fire_and_are_silent_as_written_in(string file, CancellationToken cancellation) =>
        Assert.That(await Promtool.ComplaintAsync(Folder, ["test", "rules", Path.Combine(Folder, "tests", file)], cancellation), Is.Null);

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_is_seen_firing_and_silent_in_the_tests(string alert)
    {
        Assert.That(Expectations[alert], Does.Contain(true), "firing");
        Assert.That(Expectations[alert], Does.Contain(false), "silent");
    }

    [TestCaseSource(nameof(Alerts))]
    public void An_alert_says_how_urgent_it_is_and_what_it_means_in_a_sentence(string name)
    {
        var alert = Rules.Alerts.Single(alert => alert.Name == name);

        Assert.That(alert.Severity, Is.AnyOf("page", "ticket"));
        Assert.That(alert.Summary, Does.EndWith("."));
        Assert.That(alert.Runbook, Is.EqualTo($"docs/runbooks/{Runbooks.FileOf(name)}"));
    }

    [Test]
    public void What_is_read_as_recorded_is_recorded_and_all_of_it_is_read() =>
        Assert.That(MentionedMetrics.RecordedNames(), Is.EquivalentTo(Rules.Recorded.Keys));

    private static IEnumerable<string> Alerts() => Rules.Alerts.Select(alert => alert.Name);

    private static IEnumerable<string> TestFiles() => Directory.GetFiles(Path.Combine(Folder, "tests"), "*.yml").Select(file => Path.GetFileName(file));
}
