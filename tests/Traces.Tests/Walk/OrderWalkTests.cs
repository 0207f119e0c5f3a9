using Notifications.Traces.Walk;

namespace Notifications.Traces.Tests.Walk;

public sealed class OrderWalkTests
{
    private static readonly Guid Other = Guid.Parse("01a20a66-7e25-718e-8177-d00785440d76");

    [Test]
    public void An_order_that_goes_straight_through_passes_every_station_once_and_in_order()
    {
        var walk = Find(Told.Straight());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(walk.Stations.Select(station => station.Name), Is.EqualTo(OrderWalk.Always));
            Assert.That(walk.Missing, Is.Empty);
            Assert.That(walk.Deliveries, Is.EqualTo(1));
            Assert.That(walk.Stations.Select(station => station.Start.TotalMilliseconds), Is.EqualTo(new[] { 0, 1, 9, 13, 15, 16, 17, 20 }));
            Assert.That(walk.Stations.Select(station => station.End.TotalMilliseconds), Is.EqualTo(new[] { 11, 9, 13, 14, 16, 17, 20, 21 }));
            Assert.That(walk.Stations.Select(station => station.Process), Is.EqualTo(Enumerable.Repeat("OrdersEndpoint", 3).Concat(Enumerable.Repeat("NotificationEndpoint", 5))));
            Assert.That(walk.Spans, Has.Count.EqualTo(10));
        }
    }

    [Test]
    public void The_order_in_which_spans_arrive_does_not_matter()
    {
        var told = Told.Straight();
        Assert.That(OrderWalk.Find([.. told.Spans.Reverse()], Told.Order)!.Stations, Is.EqualTo(Find(told).Stations));
    }

    [Test]
    public void A_span_that_was_sent_twice_counts_once()
    {
        var told = Told.Straight();
        Assert.That(OrderWalk.Find([.. told.Spans, .. told.Spans], Told.Order)!.Stations, Is.EqualTo(Find(told).Stations));
    }

    [Test]
    public void Nothing_is_told_of_an_order_whose_acceptance_has_not_arrived()
    {
        var told = Told.Straight();
        Assert.That(OrderWalk.Find(told.Spans, Other), Is.Null);
        told.Lose("accept order");
        Assert.That(OrderWalk.Find(told.Spans, Told.Order), Is.Null);
    }

    [TestCase("POST /orders", StationName.Request)]
    [TestCase("commit orders", StationName.Accepted)]
    [TestCase("send NotificationEndpoint", StationName.Sent)]
    [TestCase("claim e-mail", StationName.Claimed)]
    [TestCase("render e-mail", StationName.Rendered)]
    [TestCase("deliver e-mail", StationName.Delivered)]
    [TestCase("record end", StationName.Recorded)]
    public void A_station_that_is_not_seen_is_named(string lost, StationName missing)
    {
        var told = Told.Straight();
        told.Lose(lost);

        var walk = Find(told);
        Assert.That(walk.Missing, Is.EqualTo(new[] { missing }));
        Assert.That(walk.Stations.Select(station => station.Name), Is.EqualTo(OrderWalk.Always.Where(name => name != missing)));
    }

    [Test]
    public void Without_a_delivery_all_its_stations_are_missing() =>
        Assert.That(Find(Told.Ordered()).Missing, Is.EqualTo(OrderWalk.Always.Except([StationName.Request, StationName.Accepted])));

    [Test]
    public void An_order_that_was_not_stored_was_not_accepted()
    {
        var told = new Told();
        var request = told.Add("POST /orders", 0, 11, kind: SpanKind.Server);
        var accept = told.Add("accept order", 1, 10, below: request, with: ("notifications.order.id", $"{Told.Order}"));
        told.Add("commit orders", 2, 9, below: accept, status: SpanStatus.Error);

        Assert.That(Find(told).Stations.Select(station => station.Name), Is.EqualTo(new[] { StationName.Request }));
    }

    [Test]
    public void Without_the_request_time_begins_with_the_acceptance()
    {
        var told = Told.Straight();
        told.Lose("POST /orders");
        Assert.That(Find(told).Stations[0].Start, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_consumer_that_is_quicker_than_the_confirm_did_not_wait()
    {
        var told = Told.Ordered();
        told.Send(9, 15);
        told.Deliver(12);

        var waited = Find(told).Stations.Single(station => station.Name == StationName.Waited);
        Assert.That((waited.Start.TotalMilliseconds, waited.Duration), Is.EqualTo((12d, TimeSpan.Zero)));
    }

    [Test]
    public void A_send_without_a_confirm_is_no_station_but_the_one_after_it_is()
    {
        var told = Told.Ordered();
        told.Add("send NotificationEndpoint", 9, 12, below: told.Accept, kind: SpanKind.Producer, status: SpanStatus.Error);
        Assert.That(Find(told).Missing, Does.Contain(StationName.Sent));

        told.Send(6_000, 6_003);
        Assert.That(Find(told).Stations.Single(station => station.Name == StationName.Sent).End.TotalMilliseconds, Is.EqualTo(6_003));
    }

    [Test]
    public void A_delivery_sends_messages_too_and_they_are_not_the_order_s()
    {
        var told = Told.Ordered();
        told.Send(9, 13);
        var process = told.Deliver(14);
        told.Add("send error", 20, 21, below: process, kind: SpanKind.Producer);

        Assert.That(Find(told).Stations.Count(station => station.Name == StationName.Sent), Is.EqualTo(1));
    }

    [Test]
    public void A_later_delivery_has_a_trace_of_its_own_and_is_found_by_its_link()
    {
        var told = Told.Ordered();
        told.Send(9, 13);
        told.Deliver(14, "deferred");
        var later = told.Deliver(1_022, later: told.Accept);

        var walk = Find(told);
        var second = walk.Stations.Where(station => station.Delivery == 2).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(later.TraceId, Is.Not.EqualTo(walk.TraceId));
            Assert.That(walk.Deliveries, Is.EqualTo(2));
            Assert.That(second.Select(station => station.Name), Is.EqualTo(OrderWalk.Always.Skip(3)));
            Assert.That((second[0].Start.TotalMilliseconds, second[0].Duration.TotalMilliseconds), Is.EqualTo((22, 1_000)), "since the end of the first");
            Assert.That(walk.Missing, Is.Empty);
        }
    }

    [Test]
    public void A_third_delivery_may_be_linked_to_the_second()
    {
        var told = Told.Ordered();
        told.Deliver(14, "deferred");
        var second = told.Deliver(1_000, "deferred", told.Accept);
        told.Add("process NotificationEndpoint", 3_000, 3_008, kind: SpanKind.Consumer, links: second);

        Assert.That(Find(told).Deliveries, Is.EqualTo(3));
    }

    [Test]
    public void What_is_missing_is_told_of_the_delivery_that_ended_it()
    {
        var told = Told.Ordered();
        told.Send(9, 13);
        told.Deliver(14, "deferred");
        told.Add("process NotificationEndpoint", 1_000, 1_002, kind: SpanKind.Consumer, links: told.Accept);
        Assert.That(Find(told).Missing, Is.EqualTo(OrderWalk.Always.Skip(4)), "the last one");

        told.Deliver(3_000, later: told.Accept);
        told.Add("process NotificationEndpoint", 9_000, 9_002, kind: SpanKind.Consumer, links: told.Accept);
        Assert.That(Find(told).Missing, Is.Empty, "a copy after the relay's yes has nothing left to do");
    }

    [Test]
    public void The_next_relay_at_once_is_in_the_same_delivery()
    {
        var told = Told.Straight();
        var process = told.Spans.Single(span => span.Name == "process NotificationEndpoint");
        told.Add("deliver e-mail", 21.5, 21.9, below: process, kind: SpanKind.Client, with: ("notifications.outcome", "accepted"));

        Assert.That(Find(told).Stations.Where(station => station.Name == StationName.Delivered).Select(station => station.Delivery), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public void One_that_reconciliation_drives_is_sent_again_and_delivered_in_another_trace()
    {
        var told = Told.Ordered();
        told.Send(9, 13);
        var run = told.Add("reconcile", 60_000, 60_100);
        var drive = told.Add("drive order", 60_010, 60_011, below: told.Accept, links: run);
        told.Send(60_020, 60_025, below: drive);
        told.Deliver(60_030, later: drive);

        var walk = Find(told);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                walk.Stations.Select(station => station.Name),
                Is.EqualTo(new[] { StationName.Request, StationName.Accepted, StationName.Sent, StationName.Driven, StationName.Sent }.Concat(OrderWalk.Always.Skip(3))));
            Assert.That(walk.Stations.Single(station => station.Name == StationName.Waited).Duration.TotalMilliseconds, Is.EqualTo(5), "since the second confirm");
            Assert.That(walk.Missing, Is.Empty);
            Assert.That(walk.Spans.Select(span => span.Name), Has.None.EqualTo("reconcile"), "a run is for many");
        }
    }

    [Test]
    public void The_commit_of_a_batch_is_found_below_another_order_by_a_link()
    {
        var told = Told.Ordered();
        told.Deliver(14);
        var commit = told.Spans.Single(span => span.Name == "commit orders");
        Told.Ordered(Other, told);
        told.LinkAccept(commit);

        var (first, second) = (Find(told), OrderWalk.Find(told.Spans, Other)!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Stations.Single(station => station.Name == StationName.Accepted).Commit, Is.SameAs(commit));
            Assert.That(second.Stations.Single(station => station.Name == StationName.Accepted).Commit, Is.SameAs(commit));
            Assert.That(second.TraceId, Is.Not.EqualTo(first.TraceId));
            Assert.That(first.Spans.Concat(second.Spans).Count(span => span.Name == "accept order"), Is.EqualTo(2), "neither takes the other for its own");
            Assert.That((first.Deliveries, second.Deliveries), Is.EqualTo((1, 0)));
        }
    }

    [Test]
    public void Two_orders_in_one_client_s_trace_are_told_apart()
    {
        var told = new Told();
        var client = told.Add("checkout", 0, 100);
        foreach (var order in new[] { Told.Order, Other })
        {
            var request = told.Add("POST /orders", 0, 11, below: client, kind: SpanKind.Server);
            var accept = told.Add("accept order", 1, 10, below: request, with: ("notifications.order.id", $"{order}"));
            told.Add("process NotificationEndpoint", 14, 20, below: accept, kind: SpanKind.Consumer);
        }

        Assert.That((Find(told).Deliveries, OrderWalk.Find(told.Spans, Other)!.Deliveries), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Spans_that_are_each_other_s_parents_end_the_search_too()
    {
        var told = Told.Straight();
        var process = told.Spans.Single(span => span.Name == "process NotificationEndpoint");
        var forged = told.Add("forged", 20, 20, below: process);
        var again = process with { Id = forged.ParentId!, ParentId = forged.Id };

        Assert.That(OrderWalk.Find([.. told.Spans, again], Told.Order)!.Missing, Is.Empty);
    }

    private static OrderWalk Find(Told told) => OrderWalk.Find(told.Spans, Told.Order)!;
}
