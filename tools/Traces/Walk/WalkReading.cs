namespace Notifications.Traces.Walk;

/// <summary>Finds an order's stations, from the span of its acceptance on.</summary>
internal static class WalkReading
{
    private static readonly StationName[] BeforeDelivery = [StationName.Request, StationName.Accepted, StationName.Sent];

    public static OrderWalk Read(SpanTree tree, Guid order, Span accept)
    {
        var request = tree.ParentOf(accept) is { Kind: SpanKind.Server } parent ? parent : null;
        var spans = OwnSpans(tree, accept);
        var deliveries = spans.Where(IsDelivery).OrderBy(span => span.Start).ToList();
        var clock = new WalkClock(request?.Start ?? accept.Start);

        var stations = BeforeDeliveries(tree, request, accept, clock).ToList();
        for (var number = 1; number <= deliveries.Count; number++)
            stations.AddRange(Of(tree, deliveries, number, [.. stations.Where(station => station.Name is StationName.Sent or StationName.Driven)], clock));
        return new OrderWalk(
            order, accept.TraceId, clock.Zero, [.. stations.OrderBy(station => station.Start).ThenBy(station => station.Name)], Missing(stations, deliveries.Count),
            request is null ? spans : [request, .. spans]);
    }

    /// <summary>
    /// What is below the acceptance, and below every delivery that has a link to any of that: a delivery that is not the first has a trace of its own.
    /// Only a delivery's link makes it ours: others are linked because one transaction was for several orders.
    /// </summary>
    private static List<Span> OwnSpans(SpanTree tree, Span accept)
    {
        var own = new List<Span>(tree.With(accept));
        var known = new HashSet<Span>(own, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < own.Count; i++)
            own.AddRange(tree.LinkedTo(own[i]).Where(IsDelivery).SelectMany(tree.With).Where(known.Add).ToList());
        return own;
    }

    private static IEnumerable<Station> BeforeDeliveries(SpanTree tree, Span? request, Span accept, WalkClock clock)
    {
        if (request is not null)
            yield return clock.Station(StationName.Request, 0, request);
        // Over when the transaction is: what comes next may begin before the order's own span has heard of it.
        if (tree.CommitOf(accept, SpanNames.CommitOrders) is { Status: not SpanStatus.Error } commit)
            yield return clock.Station(StationName.Accepted, 0, accept, accept.Start, commit.End) with { Commit = commit };
        var drives = tree.Below(accept).Where(span => span.Name == SpanNames.Drive).ToList();
        foreach (var drive in drives)
            yield return clock.Station(StationName.Driven, 0, drive);
        // Without a confirm the broker may not have it; then it is sent again.
        foreach (var send in drives.Prepend(accept).SelectMany(tree.Below).Where(span => IsSend(span) && span.Status != SpanStatus.Error))
            yield return clock.Station(StationName.Sent, 0, send);
    }

    private static IEnumerable<Station> Of(SpanTree tree, List<Span> deliveries, int number, List<Station> sent, WalkClock clock)
    {
        var delivery = deliveries[number - 1];
        var waitedSince = sent.Select(station => station.Span.End).Concat(deliveries.Take(number - 1).Select(before => before.End))
            .Where(end => end <= delivery.Start).DefaultIfEmpty(delivery.Start).Max(); // a consumer may be quicker than the confirm
        yield return clock.Station(StationName.Waited, number, delivery, waitedSince, delivery.Start);
        foreach (var span in tree.With(delivery))
        {
            if (span.Name == SpanNames.Claim)
                yield return clock.Station(StationName.Claimed, number, span) with { Commit = tree.CommitOf(span, SpanNames.CommitClaims) };
            else if (span.Name == SpanNames.Render)
                yield return clock.Station(StationName.Rendered, number, span);
            else if (span.Name == SpanNames.Deliver)
                yield return clock.Station(StationName.Delivered, number, span);
            else if (span.Name == SpanNames.Record)
                yield return clock.Station(StationName.Recorded, number, span) with { Commit = tree.CommitOf(span, SpanNames.CommitEnds) };
        }
    }

    private static List<StationName> Missing(List<Station> stations, int last)
    {
        var ending = stations.Find(station => station.Name == StationName.Delivered && station.Span[SpanNames.Outcome] == SpanNames.AcceptedByRelay)?.Delivery ?? last;
        return [.. OrderWalk.Always.Where(name => !stations.Exists(station => station.Name == name && (BeforeDelivery.Contains(name) || station.Delivery == ending)))];
    }

    private static bool IsSend(Span span) => span.Kind == SpanKind.Producer && span.Name.StartsWith(SpanNames.Send, StringComparison.Ordinal);

    private static bool IsDelivery(Span span) => span.Kind == SpanKind.Consumer && span.Name.StartsWith(SpanNames.Process, StringComparison.Ordinal);
}
