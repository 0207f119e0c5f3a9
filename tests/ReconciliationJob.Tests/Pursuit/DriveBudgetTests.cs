using Notifications.ReconciliationJob.Pursuit;

namespace Notifications.ReconciliationJob.Tests.Pursuit;

/// <summary>How many orders a run may drive.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DriveBudgetTests
{
    private static readonly ReconciliationSettings Settings = new();

    [TestCase(0, 0, 1_000, TestName = "A first few, to see how it goes")]
    [TestCase(0, 1_000, 0, TestName = "None while the first few wait: nobody consumes, and more copies help nobody")]
    [TestCase(0, 700, 300, TestName = "What of the first few is not waiting any more may follow")]
    [TestCase(1_000, 0, 2_000, TestName = "Twice what was sent since the last run")]
    [TestCase(3_000, 2_500, 3_500, TestName = "Twice what was sent, less what waits")]
    [TestCase(50_000, 0, 20_000, TestName = "Never more than the most")]
    [TestCase(10, 40_000, 0, TestName = "Never less than none")]
    public void Budget(long sent, long underWay, int expected) => Assert.That(DriveBudget.Of(sent, underWay, Settings), Is.EqualTo(expected));

    [Test]
    public void A_backlog_of_720_000_that_is_sent_at_500_a_second_is_driven_at_that_rate_after_a_minute()
    {
        const int PerRun = 500 * 15;
        var (waiting, perRun) = (0L, new List<long>());
        for (var run = 0; run < 40; run++)
        {
            var sent = Math.Min(waiting, PerRun);
            waiting -= sent;
            var driven = DriveBudget.Of(sent, waiting, Settings);
            waiting += driven;
            perRun.Add(driven);
            Assert.That(waiting, Is.LessThanOrEqualTo(2 * PerRun), "what waits is never more than two runs' worth");
        }

        Assert.That(perRun.Skip(4), Is.All.InRange(PerRun, 2 * PerRun));
    }
}
