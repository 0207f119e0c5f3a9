using System.Xml.Linq;
using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>The picture of the minutes.</summary>
public sealed class MinutesChartTests
{
    private static readonly DateTimeOffset Noon = Views.Noon;

    [TestCase(59, 1)]
    [TestCase(299, 1)]
    [TestCase(300, 5)]
    [TestCase(1439, 5)]
    [TestCase(1500, 10)]
    public void Bars_are_so_wide_that_a_screen_shows_them_all(int minutes, int width) =>
        Assert.That(MinutesChart.WidthFor(TimeSpan.FromMinutes(minutes)), Is.EqualTo(TimeSpan.FromMinutes(width)));

    [Test]
    public void A_bar_adds_up_its_minutes_and_has_the_p99_of_the_worst_and_where_minutes_are_missing_there_is_an_empty_one() =>
        Assert.That(
            MinutesBar.Of([Minute(1, 10, 1, 3), Minute(4, 20, 0, 9), Minute(11, 5, 5, null)], TimeSpan.FromMinutes(5)),
            Is.EqualTo(new MinutesBar[] { new(Noon, 30, 1, 9), new(Noon.AddMinutes(5), 0, 0, null), new(Noon.AddMinutes(10), 5, 5, null) }));

    [Test]
    public void One_missed_order_among_many_is_to_be_seen()
    {
        var chart = XDocument.Parse($"<p>{MinutesChart.Of([Minute(0, 100_000, 1, 400)])}</p>");
        var red = chart.Descendants("rect").Single(bar => (string?)bar.Attribute("fill") == "#d93025");
        Assert.That((double)red.Attribute("height")!, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void Without_minutes_it_says_why() => Assert.That(MinutesChart.Of([]), Does.Contain("six minutes"));

    private static SlaMinute Minute(int at, long orders, long missed, double? p99) => new(Noon.AddMinutes(at), orders, orders - missed, 0, missed, p99, p99, p99);
}
