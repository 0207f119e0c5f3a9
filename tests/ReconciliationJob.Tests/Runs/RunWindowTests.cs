using Notifications.ReconciliationJob.Runs;

namespace Notifications.ReconciliationJob.Tests.Runs;

/// <summary>Which orders a run looks at. Minutes before now; the grace time is 1, the overlap 2, the longest hold 15.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RunWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReconciliationSettings Settings = new();

    [TestCase(1.25, null, 3.25, 1, 1, TestName = "It goes on where the last one stopped, and a little before")]
    [TestCase(600, null, 602, 1, 1, TestName = "A gap of ten hours, while nobody was up, is covered whole")]
    [TestCase(null, null, 1440, 1, 1, TestName = "The first run looks back as far as a recheck")]
    [TestCase(1.25, 0.5, 3.25, 1, 1, TestName = "A transaction that is younger than the grace time holds nothing up")]
    [TestCase(1.25, 5, 3.25, 1, 3.25, TestName = "A transaction that is not committed yet: the next run begins no later than this one")]
    [TestCase(10, 5, 12, 1, 5, TestName = "A transaction that is not committed yet: the next run begins where it began")]
    [TestCase(60, 600, 62, 1, 16, TestName = "A transaction that somebody forgot holds up no more than a quarter of an hour")]
    [TestCase(-30, null, 3, 1, 1, TestName = "A clock that was set back by half an hour takes the watermark back with it")]
    public void Window(double? covered, double? writer, double from, double until, double coveredUntil)
    {
        var window = RunWindow.Next(Now, Before(covered), Before(writer), Settings);
        Assert.That(window, Is.EqualTo(new RunWindow(Before(from)!.Value, Before(until)!.Value, Before(coveredUntil)!.Value)));
    }

    [Test]
    public void A_recheck_looks_at_the_whole_day() =>
        Assert.That(RunWindow.Recheck(Now, Settings), Is.EqualTo(new RunWindow(Now.AddHours(-24), Now.AddMinutes(-1), Now.AddMinutes(-1))));

    [Test]
    public void Slices_are_the_whole_window_the_oldest_first_without_a_gap()
    {
        var slices = new RunWindow(Now.AddMinutes(-40), Now, Now).Slices(TimeSpan.FromMinutes(15)).ToList();
        Assert.That(slices, Is.EqualTo(new[]
        {
            (Now.AddMinutes(-40), Now.AddMinutes(-25)), (Now.AddMinutes(-25), Now.AddMinutes(-10)), (Now.AddMinutes(-10), Now),
        }));
    }

    private static DateTimeOffset? Before(double? minutes) => minutes is { } ago ? Now.AddMinutes(-ago) : null;
}
