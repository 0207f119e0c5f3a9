using Notifications.NotificationEndpoint.Relays;

namespace Notifications.NotificationEndpoint.Tests.Relays;

[Parallelizable(ParallelScope.All)]
public sealed class SendingRateTests
{
    [Test]
    public void Without_a_limit_nobody_waits()
    {
        var rate = new SendingRate(0);
        for (var mail = 0; mail < 1_000; mail++)
            rate.Take(TimeSpan.Zero);
        Assert.That(rate.WaitAt(TimeSpan.Zero), Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(0.5)]
    [TestCase(7)]
    [TestCase(50)]
    [TestCase(1_000)]
    public void Over_a_while_as_many_go_as_were_allowed(double perSecond)
    {
        var rate = new SendingRate(perSecond);
        var sent = 0;
        var now = TimeSpan.Zero;
        while (now < TimeSpan.FromSeconds(60))
        {
            if (rate.WaitAt(now) == TimeSpan.Zero)
            {
                rate.Take(now);
                sent++;
            }
            else
            {
                now += rate.WaitAt(now);
            }
        }

        Assert.That(sent, Is.EqualTo(60 * perSecond).Within(0.01 * 60 * perSecond + 1));
    }

    [Test]
    public void After_a_quiet_hour_no_flood_follows()
    {
        var rate = new SendingRate(100);
        var now = TimeSpan.FromHours(1);
        var atOnce = 0;
        for (; rate.WaitAt(now) == TimeSpan.Zero; atOnce++)
            rate.Take(now);
        Assert.That(atOnce, Is.InRange(1, 11), "a tenth of a second's worth");
    }
}
