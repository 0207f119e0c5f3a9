using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>Which unsent orders will be late. A backlog is written as <c>age:orders</c>, the oldest first; every bucket is ten seconds wide and counts by its middle.</summary>
public sealed class BreachForecastTests
{
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    [TestCase("", 0, 0, 0d, TestName = "Where nothing waits nothing will be late, also when nothing goes out")]
    [TestCase("0:50", 100, 0, 0.5, TestName = "A shop that keeps up has nothing to fear")]
    [TestCase("0:5", 0, 0, null, TestName = "A quiet shop that has just got orders is no alarm")]
    [TestCase("50:5", 0, 0, null, TestName = "Nothing goes out, and all have still the pipeline's time")]
    [TestCase("60:5 0:3", 0, 5, null, TestName = "Nothing goes out, and what is older than the grace time will be late")]
    [TestCase("300:7", 0, 0, null, TestName = "What is late already is not counted again")]
    [TestCase("90:2050", 10, 0, 205d, TestName = "Exactly what goes out in the time that is left is in time")]
    [TestCase("90:2051", 10, 1, 205.1, TestName = "And one more is not")]
    [TestCase("300:1000 90:1060", 10, 10, 206d, TestName = "Late ones go first: they are the oldest")]
    [TestCase("200:500 90:1560", 10, 10, 206d, TestName = "Older ones go first")]
    [TestCase("290:60 280:90", 10, 10, 15d, TestName = "The oldest are out of time and the younger ones behind them are not")]
    [TestCase("90:30 0:10", 0.1, 20, 400d, TestName = "Behind a backlog the young ones will be late too")]
    [TestCase("90:10 0:30", 0.02, 6, 2000d, TestName = "While most are young, the few that went out say nothing about them")]
    public void Orders_are_sent_at_the_rate_of_the_last_minute_in_the_order_of_age(string backlog, double perSecond, long breaches, double? emptyIn) =>
        Assert.That(BreachForecast.Of(Buckets(backlog), perSecond, Due, Grace), Is.EqualTo(new BreachForecast(breaches, emptyIn)));

    [Test]
    public void What_is_put_off_stands_in_nobodys_way_and_is_late_when_its_next_attempt_is()
    {
        AgeBucket[] backlog =
        [
            new(TimeSpan.FromSeconds(300), InLine: 0, PutOff: 100_000, PutOffTooLong: 0),
            new(TimeSpan.FromSeconds(90), InLine: 10, PutOff: 5, PutOffTooLong: 2),
            new(TimeSpan.Zero, InLine: 0, PutOff: 3, PutOffTooLong: 1),
        ];
        Assert.That(BreachForecast.Of(backlog, 1, Due, Grace), Is.EqualTo(new BreachForecast(3, 10)));
    }

    private static IReadOnlyList<AgeBucket> Buckets(string backlog) =>
    [
        .. backlog.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(bucket => bucket.Split(':').Select(int.Parse).ToArray())
            .Select(bucket => new AgeBucket(TimeSpan.FromSeconds(bucket[0]), bucket[1], 0, 0)),
    ];
}
