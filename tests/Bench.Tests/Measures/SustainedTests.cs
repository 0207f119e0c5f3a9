using System.Diagnostics;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Tests.Measures;

public sealed class SustainedTests
{
    private const double Rate = 100;
    private static readonly long Second = Stopwatch.Frequency;
    private static readonly Window TenSeconds = Window.For(5 * Second, 10);
    private static readonly long[] Due = [.. Enumerable.Range(0, 1_000).Select(number => TenSeconds.Begin + number * Second / 100)];

    [TestCase(0.01, true, TestName = "E-mails that follow at once are sustained")]
    [TestCase(0.9, true, TestName = "E-mails that follow at a constant distance are sustained")]
    [TestCase(1.5, false, TestName = "E-mails that follow more than a second behind are not sustained")]
    public void At_a_distance(double seconds, bool sustained) =>
        Assert.That(Sustained.Is(Due, [.. Due.Select(time => time + (long)(seconds * Second))], TenSeconds, Rate), Is.EqualTo(sustained));

    [Test]
    public void A_backlog_that_grows_is_not_sustained_even_while_it_is_small()
    {
        var slower = Enumerable.Range(0, 1_000).Select(number => TenSeconds.Begin + (long)(number * Second / 92.0)).ToArray(); // 92 of 100 a second

        Assert.That(Sustained.UnderWay(Due, slower, TenSeconds.End), Is.LessThan(Rate));
        Assert.That(Sustained.Is(Due, slower, TenSeconds, Rate), Is.False);
    }

    [Test]
    public void Orders_that_were_never_sent_are_not_sustained() =>
        Assert.That(Sustained.Is(Due, Due[..800], TenSeconds, Rate), Is.False);

    [Test]
    public void A_hiccup_that_is_caught_up_with_is_sustained()
    {
        var (from, to) = (TenSeconds.Begin + 4 * Second, TenSeconds.Begin + 5 * Second);

        Assert.That(Sustained.Is(Due, [.. Due.Select(time => time >= from && time < to ? to : time)], TenSeconds, Rate), Is.True);
    }
}
