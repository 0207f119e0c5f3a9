namespace Notifications.Traces.Walk;

/// <summary>Spans by what is below them and by what they are linked to.</summary>
internal sealed class SpanTree
{
    private readonly Dictionary<SpanLink, Span> _byId = [];
    private readonly ILookup<SpanLink, Span> _below;
    private readonly ILookup<SpanLink, Span> _linked;

    public SpanTree(IReadOnlyCollection<Span> spans)
    {
        foreach (var span in spans)
            _byId.TryAdd(IdOf(span), span); // an exporter that heard no answer may have sent it twice
        _below = _byId.Values.Where(span => span.ParentId is not null).OrderBy(span => span.Start).ToLookup(span => new SpanLink(span.TraceId, span.ParentId!));
        _linked = _byId.Values.SelectMany(span => span.Links.Distinct(), (span, link) => (span, link)).ToLookup(pair => pair.link, pair => pair.span);
    }

    public IEnumerable<Span> All => _byId.Values;

    public Span? ParentOf(Span span) => span.ParentId is { } parent ? _byId.GetValueOrDefault(new SpanLink(span.TraceId, parent)) : null;

    /// <summary>What stands immediately below it, in the order of time.</summary>
    public IEnumerable<Span> Below(Span span) => _below[IdOf(span)];

    /// <summary>It and all below it. A span that is its own ancestor, which only a forger sends, is passed once.</summary>
    public IReadOnlyList<Span> With(Span top)
    {
        var found = new HashSet<Span>(ReferenceEqualityComparer.Instance) { top };
        var rest = new Queue<Span>(found);
        while (rest.TryDequeue(out var span))
        {
            foreach (var below in Below(span).Where(found.Add))
                rest.Enqueue(below);
        }

        return [.. found];
    }

    /// <summary>Those that have a link to it.</summary>
    public IEnumerable<Span> LinkedTo(Span span) => _linked[IdOf(span)];

    /// <summary>The transaction that a span waited for: below it, or below another one and then linked.</summary>
    public Span? CommitOf(Span span, string name) =>
        Below(span).LastOrDefault(below => below.Name == name)
        ?? span.Links.Select(link => _byId.GetValueOrDefault(link)).LastOrDefault(linked => linked?.Name == name);

    private static SpanLink IdOf(Span span) => new(span.TraceId, span.Id);
}
