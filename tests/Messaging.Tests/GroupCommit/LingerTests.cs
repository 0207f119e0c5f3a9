using Notifications.Messaging.GroupCommit;

namespace Notifications.Messaging.Tests.GroupCommit;

[Parallelizable(ParallelScope.All)]
public sealed class LingerTests
{
    [TestCase(0, 0)]
    [TestCase(300, 0)]
    [TestCase(475, 2)]
    [TestCase(650, 4)]
    [TestCase(1_000, 8)]
    [TestCase(6_400, 8)]
    [TestCase(16_000, 4)]
    [TestCase(64_000, 1)]
    public void The_more_come_the_longer_a_batch_is_kept_open_but_not_beyond_eight_milliseconds_nor_until_more_than_sixty_four_share_it(double perSecond, double milliseconds) =>
        Assert.That(new Linger().At(perSecond).TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.001));

    [TestCase(0, 50)]
    [TestCase(200, 50)]
    [TestCase(6_400, 10)]
    public void Where_nobody_waits_for_an_item_it_is_kept_open_when_it_is_quiet_too(double perSecond, double milliseconds) =>
        Assert.That(new Linger(TimeSpan.FromMilliseconds(50)).At(perSecond).TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.001));

    [Test]
    public void A_lone_item_after_a_pause_waits_for_nobody()
    {
        var linger = new Linger();
        for (var i = 0; i < 100; i++)
            linger.After(30, TimeSpan.FromMilliseconds(5));

        Assert.That(linger.After(1, TimeSpan.FromSeconds(1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_flood_is_noticed_within_a_tenth_of_a_second_and_a_burst_of_a_few_is_none()
    {
        var (flood, burst) = (new Linger(), new Linger());

        Assert.That(burst.After(5, TimeSpan.FromMilliseconds(2)), Is.EqualTo(TimeSpan.Zero));
        for (var i = 0; i < 20; i++)
            flood.After(30, TimeSpan.FromMilliseconds(5));
        Assert.That(flood.After(30, TimeSpan.FromMilliseconds(5)), Is.GreaterThan(TimeSpan.FromMilliseconds(5)));
    }
}
