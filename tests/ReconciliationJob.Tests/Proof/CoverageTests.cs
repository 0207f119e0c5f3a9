using Notifications.ReconciliationJob.Proof;

namespace Notifications.ReconciliationJob.Tests.Proof;

[Parallelizable(ParallelScope.All)]
public sealed class CoverageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0, -89, 0, ExpectedResult = true, TestName = "The newest orders have not had their turn")]
    [TestCase(0, -90, 0, ExpectedResult = false, TestName = "A minute and a half is too long for that")]
    [TestCase(3600, -89, 0, ExpectedResult = true, TestName = "A window may end in the future")]
    [TestCase(-60, -80, -60, ExpectedResult = true, TestName = "A window may end a moment ago")]
    [TestCase(-60, -80, -70, ExpectedResult = false, TestName = "What was looked at afterwards is no end")]
    [TestCase(-3600, -3650, -3600, ExpectedResult = false, TestName = "The end of an old window had its turn")]
    public bool A_short_gap_at_the_end_is_only_not_looked_at_yet(int until, int gapFrom, int gapUntil)
    {
        var coverage = Coverage.Of([At(-7000, -6000), At(gapFrom, gapUntil)], Now.AddSeconds(until), Now);
        Assert.That(coverage.Gaps[0], Is.EqualTo(At(-7000, -6000)));
        Assert.That(coverage.NotLookedAtSince, Is.EqualTo(coverage.Gaps.Count == 1 ? At(gapFrom, gapUntil).From : (DateTimeOffset?)null));
        return coverage.NotLookedAtSince is not null;
    }

    [Test]
    public void Without_a_gap_there_is_nothing_to_tell()
    {
        var coverage = Coverage.Of([], Now, Now);
        Assert.That((coverage.Gaps.Count, coverage.NotLookedAtSince), Is.EqualTo((0, (DateTimeOffset?)null)));
    }

    [Test]
    public void A_time_that_is_finer_than_the_databases_does_not_hide_the_end() =>
        Assert.That(Coverage.Of([At(-10, 0)], Now.AddTicks(9), Now.AddTicks(9)).NotLookedAtSince, Is.EqualTo(Now.AddSeconds(-10)));

    private static Gap At(int from, int until) => new(Now.AddSeconds(from), Now.AddSeconds(until));
}
