namespace Notifications.Traces;

/// <summary>One span, as the process sent it that did the work.</summary>
/// <param name="Service">The process's <c>service.name</c>; empty when it does not say.</param>
/// <param name="Instance">Its <c>service.instance.id</c>, another one for each process; empty when it does not say.</param>
/// <param name="Source">The library or the part of ours that made the span.</param>
/// <param name="TraceId">32 hexadecimal digits, lower case.</param>
/// <param name="Id">16 of them.</param>
/// <param name="ParentId">16 of them; null at the beginning of a trace.</param>
/// <param name="Start">By the clock of its process, to 100 ns.</param>
/// <param name="End">By the same clock.</param>
public sealed record Span(
    string Service, string Instance, string Source, string TraceId, string Id, string? ParentId, string Name, SpanKind Kind, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Every value as text: <c>true</c>, <c>42</c>, <c>0.5</c>; the items of a list are separated by commas.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    public SpanStatus Status { get; init; }

    /// <summary>What went wrong, when <see cref="Status"/> is an error and somebody said so.</summary>
    public string StatusText { get; init; } = "";

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public bool IsLinkedTo(Span other) => Links.Any(link => link.SpanId == other.Id && link.TraceId == other.TraceId);
}

/// <summary>Another span that has to do with this one without being its parent.</summary>
public sealed record SpanLink(string TraceId, string SpanId);

/// <summary>The numbers are those of opentelemetry-proto.</summary>
public enum SpanKind
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// <summary>The numbers are those of opentelemetry-proto.</summary>
public enum SpanStatus
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
