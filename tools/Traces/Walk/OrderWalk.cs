namespace Notifications.Traces.Walk;

/// <summary>The whole path of one order, told from spans alone. Pure: what has not arrived yet is missing, and is there when one looks again with more spans.</summary>
/// <param name="TraceId">The trace that the order began.</param>
/// <param name="Began">When the request came; without its span, when it was accepted.</param>
/// <param name="Stations">Those it has passed, in the order in which they began. One that is tried again passes some of them again.</param>
/// <param name="Missing">Those of <see cref="Always"/> that are not seen before the first delivery and in the one that ended it: the first one whose mail a relay took, else the last one.</param>
/// <param name="Spans">All of the order's spans: what is below its acceptance and below its later deliveries, with the request.</param>
public sealed record OrderWalk(
    Guid OrderId, string TraceId, DateTimeOffset Began, IReadOnlyList<Station> Stations, IReadOnlyList<StationName> Missing, IReadOnlyList<Span> Spans)
{
    /// <summary>The stations that every order passes.</summary>
    public static readonly IReadOnlyList<StationName> Always = [.. Enum.GetValues<StationName>().Where(name => name != StationName.Driven)];

    /// <summary>How often a consumer began with it.</summary>
    public int Deliveries => Stations.Count(station => station.Name == StationName.Waited);

    /// <summary>Null when its acceptance has not arrived.</summary>
    public static OrderWalk? Find(IReadOnlyCollection<Span> spans, Guid order)
    {
        var tree = new SpanTree(spans);
        // One that repeats its request may be told the same id, but comes later.
        return tree.All.Where(span => span.Name == SpanNames.Accept && Guid.TryParse(span[SpanNames.OrderId], out var id) && id == order).MinBy(span => span.Start) is { } accept
            ? WalkReading.Read(tree, order, accept)
            : null;
    }
}
