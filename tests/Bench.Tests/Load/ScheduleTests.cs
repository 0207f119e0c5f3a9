using System.Diagnostics;
using Notifications.Bench.Load;

namespace Notifications.Bench.Tests.Load;

public sealed class ScheduleTests
{
    private const long Begin = 1_000;
    private static readonly long Second = Stopwatch.Frequency;

    [Test]
    public void The_first_order_is_due_at_the_beginning_and_all_lie_evenly()
    {
        var schedule = Schedule.For(Begin, perSecond: 4, seconds: 2);

        Assert.That(schedule.Orders, Is.EqualTo(8));
        Assert.That(Enumerable.Range(0, 8).Select(schedule.Due), Is.EqualTo(Enumerable.Range(0, 8).Select(number => Begin + number * Second / 4)));
        Assert.That(schedule.End, Is.EqualTo(Begin + 2 * Second));
    }

    [Test]
    public void A_rate_that_divides_no_tick_does_not_drift()
    {
        var schedule = Schedule.For(Begin, perSecond: 7_000, seconds: 3_600);

        Assert.That(schedule.Due(7_000 * 3_600 - 1), Is.EqualTo(Begin + 3_600 * Second).Within(Second / 5_000));
    }

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    [TestCase(249, 1)]
    [TestCase(250, 2)]
    [TestCase(1_999, 8)]
    [TestCase(60_000, 8)]
    public void So_many_are_due_after(int milliseconds, int orders)
    {
        var schedule = Schedule.For(Begin, perSecond: 4, seconds: 2);

        Assert.That(schedule.DueAt(Begin + milliseconds * Second / 1_000), Is.EqualTo(orders));
    }

    [Test]
    public void Whoever_waits_for_the_next_one_wakes_when_it_is_due()
    {
        var schedule = Schedule.For(Begin, perSecond: 100, seconds: 1);

        Assert.That(schedule.MillisecondsUntil(1, Begin), Is.InRange(10, 11));
        Assert.That(schedule.MillisecondsUntil(1, schedule.Due(1) - 1), Is.EqualTo(1), "not 0: that would spin");
        Assert.That(schedule.MillisecondsUntil(1, schedule.Due(1)), Is.Zero);
    }
}
