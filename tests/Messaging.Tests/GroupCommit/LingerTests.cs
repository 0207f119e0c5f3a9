using Notifications.Messaging.GroupCommit;

namespace Notifications.Messaging.Tests.GroupCommit;

[Parallelizable(ParallelScope.All)]
public sealed class LingerTests
{
    [TestCase(0, 0)]
    [TestCase(200, 0)]
    [TestCase(999, 0)]
    [TestCase(1_000, 8)]
    [TestCase(6_400, 8)]
    [TestCase(16_000, 4)]
    [TestCase(64_000, 1)]
    public void A_batch_is_kept_open_until_sixty_four_share_it_eight_milliseconds_at_most_and_not_at_all_when_it_is_quiet(double perSecond, double milliseconds) =>
        Assert.That(Linger.At(perSecond).TotalMilliseconds, Is.EqualTo(milliseconds).Within(0.001));

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
