using System.Globalization;

namespace Notifications.Traces.Walk;

/// <summary>An order's path in one line, for a person: at each station the milliseconds since the request.</summary>
public static class WalkLine
{
    private const int ShortId = 8;

    /// <summary>For example <c>order …00785440  answered 11.2 ms · committed 9.8 · at the broker 13.0 · taken 13.4 · claimed 15.1 · rendered 15.9 · relay said yes 18.3 · recorded 20.0</c>.</summary>
    public static string Write(OrderWalk walk)
    {
        var stations = walk.Stations.Select((station, place) => $"{Word(station)} {Milliseconds(station.End)}{(place == 0 ? " ms" : "")}");
        string[] missing = walk.Missing.Count == 0 ? [] : [$"not seen: {string.Join(", ", walk.Missing.Select(Word))}"];
        // Ids that were made in the same minute begin with the same digits.
        return $"order …{walk.OrderId.ToString("N")[^ShortId..]}  {string.Join(" · ", [.. stations, .. missing])}";
    }

    private static string Word(Station station) => station switch
    {
        { Name: StationName.Waited, Delivery: > 1 } => $"delivery {station.Delivery}: taken",
        { Name: StationName.Claimed } when station.Span[SpanNames.ClaimResult] is { } result and not SpanNames.Ours => $"claim {result.Replace('_', ' ')}",
        { Name: StationName.Delivered } => station.Span[SpanNames.Outcome] switch
        {
            SpanNames.AcceptedByRelay => "relay said yes",
            "deferred" => "relay said later",
            "rejected" => "relay said no",
            "unknown" => "relay said nothing",
            _ => "relay left", // it was stopped before there was an answer
        },
        _ => Word(station.Name),
    };

    private static string Word(StationName name) => name switch
    {
        StationName.Request => "answered",
        StationName.Accepted => "committed",
        StationName.Driven => "driven by reconciliation",
        StationName.Sent => "at the broker",
        StationName.Waited => "taken",
        StationName.Claimed => "claimed",
        StationName.Rendered => "rendered",
        StationName.Delivered => "relay's answer",
        StationName.Recorded => "recorded",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A station without a word."),
    };

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
