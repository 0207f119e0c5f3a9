using System.Text.RegularExpressions;

namespace Notifications.ReconciliationJob.Tests;

/// <summary>docs/reconciliation.md against the database and the settings.</summary>
[CancelAfter(60_000)]
public sealed partial class ReconciliationPageTests : DatabaseFixture
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Notifications.LocalStack.BuildOutput.Root, "docs", "reconciliation.md"));

    public static IEnumerable<string> Queries => Sql().Matches(Page).Select(match => match.Groups[1].Value);

    [TestCaseSource(nameof(Queries))]
    public async Task Its_queries_run(string query)
    {
        await ListAsync<object>(query.Replace("…", $"{Guid.NewGuid()}", StringComparison.Ordinal));
        Assert.That(Queries.Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Its_query_for_gaps_finds_one()
    {
        await ExecuteAsync(
            """
            INSERT INTO reconciliation.runs (purpose, node, covered_from, covered_until) VALUES
                ('new', 'a', now() - interval '60 minutes', now() - interval '50 minutes'),
                ('asked', 'b', now() - interval '50 minutes', now() - interval '30 minutes'),
                ('new', 'a', now() - interval '40 minutes', now())
            """);
        Assert.That(await ListAsync<DateTime>(Queries.First()), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Its_tables_are_those_of_the_schema() =>
        Assert.That(
            TableRow().Matches(Page).Select(match => match.Groups[1].Value),
            Is.EquivalentTo(await ListAsync<string>("SELECT 'reconciliation.' || tablename::text FROM pg_tables WHERE schemaname = 'reconciliation'")));

    [Test]
    public void The_settings_it_names_exist() =>
        Assert.That(Setting().Matches(Page).Select(match => match.Groups[1].Value), Is.Not.Empty.And.SubsetOf(typeof(ReconciliationSettings).GetProperties().Select(property => property.Name)));

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex("^\\| `(reconciliation\\.[a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`Reconciliation:([A-Za-z]+)`")]
    private static partial Regex Setting();
}
