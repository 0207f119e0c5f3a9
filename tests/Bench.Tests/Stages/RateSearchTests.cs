using Notifications.Bench.Stages;

namespace Notifications.Bench.Tests.Stages;

public sealed class RateSearchTests
{
    [TestCase(5_000, 6_000)]
    [TestCase(7_300, 6_000)]
    [TestCase(3_100, 6_000)]
    [TestCase(6_000, 6_000)]
    [TestCase(330, 100)]
    [TestCase(120, 300)]
    public void It_finds_what_can_be_sustained_within_a_tenth(double can, double guess)
    {
        var (tried, best) = Search(guess, rate => rate <= can);

        Assert.That(best, Is.InRange(can * 0.9 - 50, can));
        Assert.That(tried, Is.Unique);
        Assert.That(tried, Has.Count.LessThanOrEqualTo(8));
    }

    [Test]
    public void It_ends_where_nothing_can_be_sustained()
    {
        var (tried, best) = Search(300, _ => false);

        Assert.That(best, Is.Zero);
        Assert.That(tried, Has.Count.LessThanOrEqualTo(8).And.Ordered.Descending);
    }

    private static (List<double> Tried, double Best) Search(double guess, Func<double, bool> sustains)
    {
        var tried = new List<double>();
        var best = 0.0;
        for (var search = new RateSearch(guess); search.Next is { } rate; search = search.After(sustains(rate)))
        {
            tried.Add(rate);
            if (sustains(rate))
                best = Math.Max(best, rate);
        }

        return (tried, best);
    }
}
