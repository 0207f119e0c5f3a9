using System.Xml.Linq;
using Notifications.TestRun;

namespace Notifications.LocalStack.Tests;

public sealed class TotalsTests
{
    private static readonly TestResult Passed = new("a", Ending.Passed, TimeSpan.FromSeconds(1));
    private static readonly TestResult Failed = new("b", Ending.Failed, TimeSpan.FromSeconds(2));
    private static readonly TestResult Skipped = new("c", Ending.Skipped, TimeSpan.Zero);

    [Test]
    public void The_last_line_counts_passed_and_failed() =>
        Assert.That(new Totals([Passed, Passed, Failed], RunnerCode: 1).Report(), Does.EndWith($"{Environment.NewLine}2 passed, 1 failed"));

    [Test]
    public void Skipped_tests_are_counted_when_there_are_any() =>
        Assert.That(new Totals([Passed, Skipped], RunnerCode: 0).Report(), Does.EndWith($"{Environment.NewLine}1 passed, 0 failed, 1 skipped"));

    [Test]
    public void Only_a_run_with_passed_tests_and_nothing_else_amiss_is_green()
    {
        Assert.That(new Totals([Passed, Skipped], RunnerCode: 0).ExitCode, Is.Zero);
        Assert.That(new Totals([Passed, Failed], RunnerCode: 0).ExitCode, Is.EqualTo(1));
        Assert.That(new Totals([], RunnerCode: 0).ExitCode, Is.EqualTo(1));
        Assert.That(new Totals([Skipped], RunnerCode: 0).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_crash_that_no_counter_shows_is_not_green()
    {
        var totals = new Totals([Passed], RunnerCode: 1);

        Assert.That(totals.ExitCode, Is.EqualTo(1));
        Assert.That(totals.Report(), Does.Contain("ended with code 1 although no test failed"));
    }

    [Test]
    public void Every_unknown_outcome_of_a_result_file_is_a_failure()
    {
        var file = XDocument.Parse("""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="one" outcome="Passed" duration="00:00:01.5000000" />
                <UnitTestResult testName="two" outcome="Failed" duration="00:00:00.1000000" />
                <UnitTestResult testName="three" outcome="NotExecuted" />
                <UnitTestResult testName="four" outcome="Aborted" />
              </Results>
            </TestRun>
            """);

        Assert.That(
            TestResult.ReadAll(file),
            Is.EqualTo(new[]
            {
                new TestResult("one", Ending.Passed, TimeSpan.FromSeconds(1.5)),
                new TestResult("two", Ending.Failed, TimeSpan.FromSeconds(0.1)),
                new TestResult("three", Ending.Skipped, TimeSpan.Zero),
                new TestResult("four", Ending.Failed, TimeSpan.Zero),
            }));
    }
}
