using System.Collections;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>docs/sla.md names what there is: every field of the JSON, every metric with its unit, the columns of the table.</summary>
public sealed partial class SlaDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "sla.md"));

    [Test]
    public void Every_field_is_explained_and_none_that_does_not_exist() =>
        Assert.That(Rows("| field |").Select(row => row.Name), Is.EquivalentTo(Fields(typeof(SlaView), "")));

    [Test]
    public void Every_metric_is_named_with_its_unit()
    {
        var instruments = new HashSet<(string, string)>(); // other tests have their own of the same name
        using var metrics = new SlaMetrics(TimeProvider.System);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument is ObservableGauge<double> && instrument.Meter.Name == SlaMetrics.MeterName && !instrument.Name.Contains("outbox") && !instrument.Name.Contains("queue"))
                instruments.Add((instrument.Name, instrument.Unit!));
        };
        listener.Start();
        Assert.That(Rows("| metric |"), Is.EquivalentTo(instruments));
    }

    [Test]
    public void The_table_of_a_day_has_the_columns_of_the_example() => Assert.That(Document, Does.Contain($"```\n{DailyCsv.Head}\n"));

    private static IEnumerable<string> Fields(Type record, string before) => record.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
    {
        var name = before + JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        var type = property.PropertyType;
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return Fields(type.GetGenericArguments()[0], $"{name}[].");
        return type.Namespace == typeof(SlaView).Namespace ? Fields(type, $"{name}.") : [name];
    });

    private static List<(string Name, string Unit)> Rows(string head)
    {
        var table = Document[Document.IndexOf(head, StringComparison.Ordinal)..].Split("\n\n")[0];
        return [.. Row().Matches(table).Select(row => (row.Groups["name"].Value, row.Groups["unit"].Value))];
    }

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \| (?<unit>[^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
