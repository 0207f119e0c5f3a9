using System.Text.Json;
using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.Testing;
using Notifications.Testing.Prometheus;

namespace Notifications.Deploy.Tests.Grafana;

/// <summary>What Grafana would only show by an empty panel: it takes almost anything without a word.</summary>
[CancelAfter(120_000)]
public sealed partial class DashboardTests
{
    private const int Columns = 24;
    private static readonly IReadOnlyList<Dashboard> Dashboards = Dashboard.ReadAll();

    [Test]
    public void There_are_four_each_with_an_address_and_a_title_of_its_own()
    {
        Assert.That(Dashboards, Has.Count.EqualTo(4));
        Assert.That(Dashboards.Select(dashboard => dashboard.Title), Is.Unique.And.All.StartsWith("Notifications: "));
        Assert.That(Dashboards.Select(dashboard => dashboard.File), Is.EqualTo(Dashboards.Select(dashboard => $"{dashboard.Uid}.json")));
    }

    [Test]
    public async Task Prometheus_can_evaluate_every_expression(CancellationToken cancellation)
    {
        var expressions = Dashboards.SelectMany(dashboard => dashboard.Panels).SelectMany(panel => panel.Expressions)
            .Select(Dashboard.WithoutVariables).Distinct().ToList();

        Assert.That(expressions, Has.Count.GreaterThan(40));
        Assert.That(await Promtool.ComplaintAsync(expressions, cancellation), Is.Null);
    }

    [TestCaseSource(nameof(Files))]
    public void A_panel_says_what_it_shows_and_in_which_unit(string file)
    {
        var panels = Named(file).Panels;

        Assert.That(panels.Select(panel => panel.Title), Is.Unique.And.All.Not.Empty);
        using (Assert.EnterMultipleScope())
        {
            foreach (var panel in panels)
            {
                Assert.That(panel.Description, Does.EndWith("."), panel.Title);
                Assert.That(panel.Unit, Is.AnyOf("s", "short", "reqps", "percentunit"), panel.Title);
                Assert.That(panel.HasThresholds, panel.Title);
                Assert.That(panel.Expressions, Is.Not.Empty.And.All.Not.Empty, panel.Title);
            }
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Every_variable_in_an_expression_is_one_that_there_is(string file)
    {
        var dashboard = Named(file);
        var variables = dashboard.Json.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(variable => $"${variable.GetProperty("name").GetString()}");

        var used = dashboard.Panels.SelectMany(panel => panel.Expressions)
            .SelectMany(expression => Variable().Matches(Dashboard.WithoutVariables(expression))).Select(match => match.Value).Distinct();

        Assert.That(used, Is.EquivalentTo(variables));
    }

    [TestCaseSource(nameof(Files))]
    public void Panels_have_numbers_of_their_own_lie_within_the_page_and_on_nobody(string file)
    {
        var panels = Named(file).Json.GetProperty("panels").EnumerateArray().ToList();
        Assert.That(panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);

        var cells = panels.SelectMany(Cells).ToList();

        Assert.That(cells, Is.Unique);
        Assert.That(cells.Select(cell => cell.X), Is.All.InRange(0, Columns - 1));
    }

    [TestCaseSource(nameof(Files))]
    public void It_asks_a_source_that_is_provisioned(string file)
    {
        var provisioned = Path.Combine(BuildOutput.Root, "deploy", "grafana", "provisioning", "datasources", "datasources.yml");
        var sources = Yaml.Load(provisioned).Items("datasources").ToDictionary(source => source.Text("uid"), source => source.Text("type"));

        foreach (var source in Named(file).Json.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("datasource")))
            Assert.That(sources, Does.ContainKey(source.GetProperty("uid").GetString()!).WithValue(source.GetProperty("type").GetString()));
    }

    [Test]
    public void The_walk_has_a_number_for_each_station_of_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(BuildOutput.Root, "README.md"));
        var stations = Station().Matches(readme).Select(row => row.Groups["number"].Value);

        var panels = Named("notifications-walk.json").Panels.Select(panel => panel.Title.Split(' ')[0]).Where(number => int.TryParse(number, out _));

        Assert.That(panels, Is.EqualTo(stations));
    }

    private static IEnumerable<string> Files() => Dashboards.Select(dashboard => dashboard.File);

    private static Dashboard Named(string file) => Dashboards.Single(dashboard => dashboard.File == file);

    private static IEnumerable<(int X, int Y)> Cells(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
        return
            from right in Enumerable.Range(x, place.GetProperty("w").GetInt32())
            from down in Enumerable.Range(y, place.GetProperty("h").GetInt32())
            select (right, down);
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| (?<number>\d+) \| ", RegexOptions.Multiline)]
    private static partial Regex Station();
}
