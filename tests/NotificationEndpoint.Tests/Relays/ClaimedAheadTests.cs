using Notifications.NotificationEndpoint.Relays;

namespace Notifications.NotificationEndpoint.Tests.Relays;

public sealed class ClaimedAheadTests
{
    [TestCase(1, 16)]
    [TestCase(5, 10)]
    [TestCase(20, 2)]
    [TestCase(30, 1)]
    [TestCase(5_000, 1)]
    public void As_many_as_a_session_clears_in_50_ms(int milliseconds, int expected) => Assert.That(After(milliseconds, 1).PerSession, Is.EqualTo(expected));

    [Test]
    public void None_while_nothing_is_known() => Assert.That(new ClaimedAhead(16).PerSession, Is.EqualTo(1));

    [Test]
    public void No_more_than_was_allowed() => Assert.That(After(1, 1, most: 3).PerSession, Is.EqualTo(3));

    [Test]
    public void One_long_send_is_enough_for_none_and_it_takes_many_short_ones_to_forget_it()
    {
        var ahead = After(1, 100);
        ahead.Took(TimeSpan.FromSeconds(1), isAccepted: true);
        Assert.That(ahead.PerSession, Is.EqualTo(1));
        var needed = 0;
        for (; ahead.PerSession < 16; needed++)
            ahead.Took(TimeSpan.FromMilliseconds(1), isAccepted: true);
        Assert.That(needed, Is.InRange(20, 100));
    }

    [Test]
    public void A_quick_no_is_no_sign_of_a_quick_relay_and_a_slow_one_is_of_a_slow_one()
    {
        var ahead = After(100, 1);
        for (var no = 0; no < 100; no++)
            ahead.Took(TimeSpan.FromMilliseconds(1), isAccepted: false);
        Assert.That(ahead.PerSession, Is.EqualTo(1));
        ahead = After(1, 1);
        ahead.Took(TimeSpan.FromSeconds(10), isAccepted: false);
        Assert.That(ahead.PerSession, Is.EqualTo(1));
    }

    private static ClaimedAhead After(int milliseconds, int sends, int most = 16)
    {
        var ahead = new ClaimedAhead(most);
        for (var send = 0; send < sends; send++)
            ahead.Took(TimeSpan.FromMilliseconds(milliseconds), isAccepted: true);
        return ahead;
    }
}
