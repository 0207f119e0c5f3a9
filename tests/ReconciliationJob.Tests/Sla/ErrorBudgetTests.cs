using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>What may be missed and what is left of it.</summary>
public sealed class ErrorBudgetTests
{
    [TestCase(0.999, 1_000_000, 0, 1000, 1, TestName = "One of a thousand may be late")]
    [TestCase(0.999, 1_000_000, 250, 1000, 0.75, TestName = "A quarter is spent")]
    [TestCase(0.999, 1_000_000, 1000, 1000, 0, TestName = "All is spent, and the objective is met")]
    [TestCase(0.999, 1_000_000, 2500, 1000, -1.5, TestName = "More than there was is spent")]
    [TestCase(0.99, 50, 1, 0.5, -1, TestName = "A small shop may have less than one to spend")]
    [TestCase(0.999, 0, 0, 0, 1, TestName = "Where nothing was to be delivered nothing is spent")]
    public void The_objective_says_how_many_may_be_late(double objective, long deliverable, long missed, double allowed, double remaining) =>
        Assert.That(ErrorBudget.Of(objective, deliverable, missed), Is.EqualTo(new ErrorBudget(allowed, missed, remaining)));

    [TestCase(10_000, 10, 1d)]
    [TestCase(10_000, 144, 14.4)]
    [TestCase(10_000, 0, 0d)]
    [TestCase(0, 0, null)]
    public void At_a_rate_of_one_it_lasts_exactly_as_long_as_its_period(long deliverable, long missed, double? rate) =>
        Assert.That(ErrorBudget.BurnRate(0.999, deliverable, missed), Is.EqualTo(rate));
}
