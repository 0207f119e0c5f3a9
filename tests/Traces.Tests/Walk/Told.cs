namespace Notifications.Traces.Tests.Walk;

/// <summary>Spans by hand, times in milliseconds. Those of an order that goes straight through are the beginning of most stories here.</summary>
internal sealed class Told
{
    private static readonly DateTimeOffset Zero = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly List<Span> _spans = [];

    public IReadOnlyList<Span> Spans => _spans;

    public Span Accept { get; private set; } = null!;

    public static Guid Order { get; } = Guid.Parse("01a20a66-7e25-718e-8177-d00785440d75");

    /// <summary>Answered and committed.</summary>
    public static Told Ordered(Guid? order = null, Told? into = null)
    {
        var told = into ?? new Told();
        var request = told.Add("POST /orders", 0, 11, kind: SpanKind.Server);
        told.Accept = told.Add("accept order", 1, 10, below: request, with: ("notifications.order.id", $"{order ?? Order}"));
        told.Add("commit orders", 2, 9, below: told.Accept);
        return told;
    }

    public static Told Straight()
    {
        var told = Ordered();
        told.Send(9, 13);
        told.Deliver(14);
        return told;
    }

    public Span Send(double from, double until, Span? below = null) => Add("send NotificationEndpoint", from, until, below: below ?? Accept, kind: SpanKind.Producer);

    /// <summary>One delivery, 8 ms long, below the acceptance; or later, with a link to what made the message.</summary>
    public Span Deliver(double from, string outcome = "accepted", Span? later = null)
    {
        var process = later is not null
            ? Add("process NotificationEndpoint", from, from + 8, kind: SpanKind.Consumer, links: later)
            : Add("process NotificationEndpoint", from, from + 8, below: Accept, kind: SpanKind.Consumer);
        var claim = Add("claim e-mail", from + 1, from + 2, below: process, with: ("notifications.claim", "ours"));
        Add("commit claims", from + 1, from + 2, below: claim);
        Add("render e-mail", from + 2, from + 3, below: process);
        Add("deliver e-mail", from + 3, from + 6, below: process, kind: SpanKind.Client, with: ("notifications.outcome", outcome));
        Add("record end", from + 6, from + 7, below: process);
        return process;
    }

    public Span Add(
        string name, double from, double until, Span? below = null, SpanKind kind = SpanKind.Internal, SpanStatus status = default, Span? links = null, (string Key, string Value)? with = null)
    {
        var service = kind == SpanKind.Server ? "OrdersEndpoint" : kind == SpanKind.Consumer ? "NotificationEndpoint" : below?.Service ?? "ReconciliationJob";
        var span = new Span(
            service, service, "Notifications", below?.TraceId ?? Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")[..16], below?.Id, name, kind, Zero.AddMilliseconds(from), Zero.AddMilliseconds(until))
        {
            Status = status,
            Links = links is null ? [] : [new SpanLink(links.TraceId, links.Id)],
            Attributes = with is { } attribute ? new Dictionary<string, string> { [attribute.Key] = attribute.Value } : [],
        };
        _spans.Add(span);
        return span;
    }

    /// <summary>It is as if its process had died before it could send it.</summary>
    public void Lose(string name) => _spans.RemoveAll(span => span.Name == name);

    /// <summary>As an order whose commit was made together with another's.</summary>
    public void LinkAccept(Span to)
    {
        _spans.RemoveAll(span => span.Name == "commit orders" && span.ParentId == Accept.Id);
        var linked = Accept with { Links = [new SpanLink(to.TraceId, to.Id)] };
        _spans[_spans.IndexOf(Accept)] = linked;
        Accept = linked;
    }
}
