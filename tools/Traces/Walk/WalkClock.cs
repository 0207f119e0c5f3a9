namespace Notifications.Traces.Walk;

/// <summary>Turns times into times since the request. Machines whose clocks differ show in it, as negative waits would: we start all on one.</summary>
internal sealed class WalkClock(DateTimeOffset zero)
{
    public DateTimeOffset Zero => zero;

    public Station Station(StationName name, int delivery, Span span) => Station(name, delivery, span, span.Start, span.End);

    public Station Station(StationName name, int delivery, Span span, DateTimeOffset from, DateTimeOffset until) =>
        new(name, delivery, span.Service, from - zero, until - from, span);
}
