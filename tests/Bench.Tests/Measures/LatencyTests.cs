using System.Diagnostics;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Tests.Measures;

public sealed class LatencyTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1_000;

    [Test]
    public void Of_a_thousand_the_percentiles_are_times_that_were_measured()
    {
        var latency = Latency.Of([.. Enumerable.Range(1, 1_000).Reverse().Select(number => number * Millisecond)]);

        Assert.That(latency, Is.EqualTo(new Latency(1_000, 500, 900, 990, 999, 1_000)));
    }

    [Test]
    public void One_slow_order_in_a_hundred_is_no_matter_of_the_median_and_one_of_the_tail()
    {
        var latency = Latency.Of([.. Enumerable.Repeat(Millisecond, 98), 500 * Millisecond, 500 * Millisecond]);

        Assert.That((latency.P50, latency.P90, latency.P99, latency.Max), Is.EqualTo((1.0, 1.0, 500.0, 500.0)));
    }

    [Test]
    public void One_time_is_every_percentile() =>
        Assert.That(Latency.Of([7 * Millisecond]), Is.EqualTo(new Latency(1, 7, 7, 7, 7, 7)));

    [Test]
    public void Of_none_there_is_nothing_to_say()
    {
        var latency = Latency.Of([]);

        Assert.That((latency.Count, latency.P50), Is.EqualTo((0, double.NaN)));
    }
}
