using System.Globalization;
using System.Xml.Linq;

namespace Notifications.TestRun;

public enum Ending
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test of one run, as the TRX file of its project tells it.</summary>
public sealed record TestResult(string Name, Ending Ending, TimeSpan Duration)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static IEnumerable<TestResult> ReadAll(XDocument trx) => trx.Descendants(Trx + "UnitTestResult").Select(result => new TestResult(
        (string?)result.Attribute("testName") ?? "(no name)",
        EndingOf((string?)result.Attribute("outcome")),
        TimeSpan.TryParse((string?)result.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : default));

    /// <summary>What is neither passed nor skipped has failed: also a test that was aborted, timed out or inconclusive.</summary>
    private static Ending EndingOf(string? outcome) => outcome switch
    {
        "Passed" => Ending.Passed,
        "NotExecuted" => Ending.Skipped,
        _ => Ending.Failed,
    };
}
