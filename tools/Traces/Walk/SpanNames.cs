namespace Notifications.Traces.Walk;

/// <summary>The names that docs/observability.md gives to spans and their attributes; this reader knows no other source.</summary>
internal static class SpanNames
{
    public const string Accept = "accept order";
    public const string CommitOrders = "commit orders";
    public const string Send = "send ";
    public const string Process = "process ";
    public const string Claim = "claim e-mail";
    public const string CommitClaims = "commit claims";
    public const string Render = "render e-mail";
    public const string Deliver = "deliver e-mail";
    public const string Record = "record end";
    public const string CommitEnds = "commit ends";
    public const string Drive = "drive order";

    public const string OrderId = "notifications.order.id";
    public const string ClaimResult = "notifications.claim";
    public const string Outcome = "notifications.outcome";

    /// <summary>Of <see cref="ClaimResult"/>: this delivery may send it.</summary>
    public const string Ours = "ours";

    /// <summary>Of <see cref="Outcome"/>: the end of the way.</summary>
    public const string AcceptedByRelay = "accepted";
}
