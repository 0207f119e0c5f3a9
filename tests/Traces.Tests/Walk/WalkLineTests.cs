using Notifications.Traces.Walk;

namespace Notifications.Traces.Tests.Walk;

public sealed class WalkLineTests
{
    [Test]
    public void A_straight_way_is_one_line_with_the_time_at_each_station() => Assert.That(
        Line(Told.Straight()),
        Is.EqualTo("order …85440d75  answered 11.0 ms · committed 9.0 · at the broker 13.0 · taken 14.0 · claimed 16.0 · rendered 17.0 · relay said yes 20.0 · recorded 21.0"));

    [Test]
    public void What_is_not_seen_is_said_at_the_end()
    {
        var told = Told.Straight();
        told.Lose("send NotificationEndpoint");
        told.Lose("record end");
        Assert.That(Line(told), Does.EndWith(" · relay said yes 20.0 · not seen: at the broker, recorded"));
    }

    [TestCase("deferred", "relay said later 20.0")]
    [TestCase("rejected", "relay said no 20.0")]
    [TestCase("unknown", "relay said nothing 20.0")]
    [TestCase("", "relay left 20.0")]
    public void The_relay_is_quoted(string outcome, string said)
    {
        var told = Told.Ordered();
        told.Deliver(14, outcome);
        Assert.That(Line(told), Does.Contain(said));
    }

    [Test]
    public void A_later_delivery_is_numbered()
    {
        var told = Told.Ordered();
        told.Send(9, 13);
        told.Deliver(14, "deferred");
        told.Deliver(1_022, later: told.Accept);
        Assert.That(Line(told), Does.EndWith(
            " · relay said later 20.0 · recorded 21.0 · delivery 2: taken 1022.0 · claimed 1024.0 · rendered 1025.0 · relay said yes 1028.0 · recorded 1029.0"));
    }

    [Test]
    public void A_drive_and_a_claim_that_is_not_ours_are_said()
    {
        var told = Told.Straight();
        told.Add("drive order", 60_000, 60_001, below: told.Accept);
        var process = told.Add("process NotificationEndpoint", 60_010, 60_013, kind: SpanKind.Consumer, links: told.Accept);
        told.Add("claim e-mail", 60_011, 60_012, below: process, with: ("notifications.claim", "already_accepted"));
        Assert.That(Line(told), Does.EndWith(" · recorded 21.0 · driven by reconciliation 60001.0 · delivery 2: taken 60010.0 · claim already accepted 60012.0"));
    }

    private static string Line(Told told) => WalkLine.Write(OrderWalk.Find(told.Spans, Told.Order)!);
}
