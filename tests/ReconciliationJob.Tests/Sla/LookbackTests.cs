using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>From when on the figures look at orders themselves. Grace time 60 s, a run every 15 s.</summary>
public sealed class LookbackTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [TestCase(60, 105, TestName = "Reconciliation is up to date: those that are younger than the grace time, the pause between runs and a margin")]
    [TestCase(0, 105, TestName = "A clock that was set back makes no difference")]
    [TestCase(600, 630, TestName = "It has not run for long: all that it has not looked at")]
    [TestCase(86_400, 3_600, TestName = "It is far behind: an hour")]
    [TestCase(null, 3_600, TestName = "It has never run: an hour")]
    public void What_reconciliation_has_not_looked_at_is_looked_at_here(int? coveredSecondsAgo, int from) =>
        Assert.That(
            Now - Lookback.From(Now, coveredSecondsAgo is { } ago ? Now.AddSeconds(-ago) : null, new ReconciliationSettings()),
            Is.EqualTo(TimeSpan.FromSeconds(from)));
}
