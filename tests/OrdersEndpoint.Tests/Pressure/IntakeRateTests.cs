using Notifications.OrdersEndpoint.Pressure;

namespace Notifications.OrdersEndpoint.Tests.Pressure;

public sealed class IntakeRateTests
{
    private const long Most = 2_000;

    [TestCase(2_000, 500, 6_000, 1.0, Description = "no more wait than may")]
    [TestCase(5_000, 500, 6_000, 0.5, Description = "the machine has time to spare")]
    [TestCase(5_000, 6_000, 6_000, 1.0, Description = "no e-mail goes out at all")]
    public void Orders_are_taken_as_they_come_while(long waiting, double growth, double accepted, double busy) =>
        Assert.That(IntakeRate.After(IntakeRate.Unlimited, new(waiting, growth, accepted, busy), Most), Is.EqualTo(IntakeRate.Unlimited));

    [Test]
    public void A_tenth_fewer_are_taken_at_each_look_while_the_backlog_grows()
    {
        var rate = IntakeRate.After(IntakeRate.Unlimited, new(5_000, 2_000, 8_000, 1), Most);
        Assert.That(rate, Is.EqualTo(7_200));
        Assert.That(IntakeRate.After(rate, new(5_400, 1_000, 7_200, 1), Most), Is.EqualTo(6_480));
    }

    [Test]
    public void While_it_shrinks_the_rate_is_kept() =>
        Assert.That(IntakeRate.After(5_000, new(5_000, -1_000, 5_000, 1), Most), Is.EqualTo(5_000));

    [Test]
    public void The_peak_that_it_was_built_for_is_never_slowed_down() =>
        Assert.That(IntakeRate.After(210, new(50_000, 10, 210, 1), Most), Is.EqualTo(IntakeRate.Least));

    [Test]
    public void When_it_has_caught_up_a_tenth_more_are_taken_at_each_look_until_the_limit_limits_nothing()
    {
        var rate = 3_000.0;
        for (var look = 0; look < 7; look++)
            rate = IntakeRate.After(rate, new(100, 0, 3_000, 1), Most);
        Assert.That(rate, Is.EqualTo(3_000 * Math.Pow(1.1, 7)).Within(1));
        Assert.That(IntakeRate.After(rate, new(100, 0, 3_000, 1), Most), Is.EqualTo(IntakeRate.Unlimited));
    }

    /// <summary>Ten thousand come a second and six thousand can be mailed.</summary>
    [Test]
    public void In_a_flood_the_backlog_stays_bounded_and_the_rate_finds_what_can_be_mailed()
    {
        const double Look = 0.2;
        var (rate, waiting, longest, taken) = (IntakeRate.Unlimited, 0.0, 0.0, 0.0);
        for (var look = 0; look < 300; look++)
        {
            var accepted = Math.Min(rate, 10_000);
            var mailed = Math.Min(6_000, accepted + (waiting / Look));
            var growth = accepted - mailed;
            waiting = Math.Max(0, waiting + (growth * Look));
            (longest, taken) = (Math.Max(longest, waiting), taken + (look >= 100 ? accepted * Look : 0));
            rate = IntakeRate.After(rate, new((long)waiting, growth, accepted, 1), Most);
        }

        Assert.That(longest, Is.LessThan(3 * Most));
        Assert.That(taken / (200 * Look), Is.InRange(5_700, 6_100));
    }
}
