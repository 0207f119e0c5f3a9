using System.Diagnostics;
using System.Globalization;

namespace Notifications.ServiceDefaults.Telemetry;

/// <summary>
/// A span in a trace, as a row keeps it: whoever acts on the row much later links to it. Only of traces that are recorded; the others lead nowhere.
/// </summary>
/// <param name="TraceId">The hexadecimal digits of the trace's id, written as a UUID.</param>
/// <param name="SpanId">The digits of the span's id, as a number.</param>
public readonly record struct StoredTrace(Guid TraceId, long SpanId)
{
    /// <summary>Of the span that we are in; null when it is not recorded.</summary>
    public static StoredTrace? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity
        ? new StoredTrace(
            Guid.ParseExact(activity.TraceId.ToHexString(), "N"), long.Parse(activity.SpanId.ToHexString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        : null;

    public ActivityContext ToContext() => new(
        ActivityTraceId.CreateFromString(TraceId.ToString("N")),
        ActivitySpanId.CreateFromString(SpanId.ToString("x16", CultureInfo.InvariantCulture)),
        ActivityTraceFlags.Recorded,
        isRemote: true);
}
