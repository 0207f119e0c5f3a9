namespace Notifications.Traces.Walk;

/// <summary>Where an order passes, in this order. One that goes straight through passes each once, and is not driven.</summary>
public enum StationName
{
    /// <summary>From the request to its answer.</summary>
    Request,

    /// <summary>Until order and command are committed.</summary>
    Accepted,

    /// <summary>Reconciliation sends the command once more.</summary>
    Driven,

    /// <summary>Until the broker has confirmed the command.</summary>
    Sent,

    /// <summary>From there until its handling began; before it is handled again, from the end of the delivery before.</summary>
    Waited,

    /// <summary>Until the ledger has said whose the e-mail is.</summary>
    Claimed,

    Rendered,

    /// <summary>One attempt at one relay, until its answer.</summary>
    Delivered,

    /// <summary>Until the ledger has the end of the attempt.</summary>
    Recorded,
}

/// <summary>A station that an order has passed.</summary>
/// <param name="Delivery">The number of the delivery that it belongs to, 1 for the first; 0 for what happens before there is one.</param>
/// <param name="Process">The service that did it.</param>
/// <param name="Start">After the request came.</param>
/// <param name="Span">What is known of it; for <see cref="StationName.Waited"/> the handling that it waited for.</param>
public sealed record Station(StationName Name, int Delivery, string Process, TimeSpan Start, TimeSpan Duration, Span Span)
{
    /// <summary>The transaction that did it, perhaps together with others, so that it may stand below another order's span. Null where there is none.</summary>
    public Span? Commit { get; init; }

    public TimeSpan End => Start + Duration;
}
