using System.Globalization;

namespace Notifications.TestRun;

/// <summary>What came of all test projects together.</summary>
/// <param name="RunnerCode">The exit code of <c>dotnet test</c>: not 0 also when a test process crashed, which no counter shows.</param>
public sealed record Totals(IReadOnlyList<TestResult> Results, int RunnerCode)
{
    private const int ShownAsSlowest = 5;

    public int Passed => Results.Count(result => result.Ending == Ending.Passed);

    public int Failed => Results.Count(result => result.Ending == Ending.Failed);

    public int Skipped => Results.Count(result => result.Ending == Ending.Skipped);

    /// <summary>A run in which nothing ran has shown nothing.</summary>
    public int ExitCode => RunnerCode == 0 && Failed == 0 && Passed > 0 ? 0 : 1;

    /// <summary>The slowest tests, what no counter tells, and as its last line the totals.</summary>
    public string Report()
    {
        var lines = new List<string> { "", "Slowest tests" };
        lines.AddRange(Results.OrderByDescending(result => result.Duration).Take(ShownAsSlowest).Select(Describe));
        lines.Add("");
        if (Results.Count == 0)
            lines.Add("No test ran: no project was found, or none of its tests fits the filter.");
        else if (RunnerCode != 0 && Failed == 0)
            lines.Add($"'dotnet test' ended with code {RunnerCode} although no test failed: a test process crashed or a project did not start. See above.");
        lines.Add($"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Describe(TestResult result) =>
        $"  {result.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),6} s  {result.Name}";
}
