namespace Notifications.ReconciliationJob.Sla;

/// <summary>One bar of the chart: a minute or several together.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Orders">Of all its minutes.</param>
/// <param name="Missed">Of all its minutes.</param>
/// <param name="P99Seconds">Of its worst minute: percentiles cannot be added up.</param>
internal readonly record struct MinutesBar(DateTimeOffset At, long Orders, long Missed, double? P99Seconds)
{
    /// <param name="minutes">At least one, the oldest first.</param>
    /// <param name="width">Of a bar. Bars begin at whole multiples of it; where minutes are missing there is an empty one.</param>
    public static IReadOnlyList<MinutesBar> Of(IReadOnlyList<SlaMinute> minutes, TimeSpan width)
    {
        var byBar = minutes.ToLookup(minute => Begin(minute.Minute, width));
        var bars = new List<MinutesBar>();
        for (var at = Begin(minutes[0].Minute, width); at <= minutes[^1].Minute; at += width)
            bars.Add(new MinutesBar(at, byBar[at].Sum(minute => minute.Orders), byBar[at].Sum(minute => minute.Missed), byBar[at].Max(minute => minute.P99Seconds)));
        return bars;
    }

    private static DateTimeOffset Begin(DateTimeOffset at, TimeSpan width) => new(at.UtcTicks - (at.UtcTicks % width.Ticks), TimeSpan.Zero);
}
