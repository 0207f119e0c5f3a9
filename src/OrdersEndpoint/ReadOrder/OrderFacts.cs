using System.Text.Json.Serialization;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>What the database knows of one order, all of it at one moment and by one clock.</summary>
/// <param name="IsOverdue">Its five minutes are over.</param>
/// <param name="Attempts">Those that have ended, newest first, bounded.</param>
/// <param name="AttemptsLogged">How many there are.</param>
/// <param name="Decisions">Of reconciliation, newest first, bounded.</param>
/// <param name="DecisionsLogged">How many there are.</param>
internal sealed record OrderFacts(
    Guid OrderId,
    string Status,
    string CustomerId,
    CustomerView Customer,
    string Currency,
    string? Locale,
    IReadOnlyList<ItemView> Items,
    decimal Total,
    DateTimeOffset AcceptedAt,
    bool IsOverdue,
    DeliveryFacts Delivery,
    IReadOnlyList<AttemptFacts> Attempts,
    long AttemptsLogged,
    IReadOnlyList<DecisionFacts> Decisions,
    long DecisionsLogged)
{
    public DateTimeOffset? EmailAcceptedAt => Delivery.Status == "accepted" ? Delivery.SettledAt : null;
}

/// <summary>The ledger's row; as long as there is none only <c>Status</c> is set, from the outbox.</summary>
internal sealed record DeliveryFacts(string Status)
{
    public int Attempt { get; init; }

    public string? Relay { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? Reply { get; init; }

    public string? Reason { get; init; }

    public bool PossibleDuplicate { get; init; }
}

/// <summary>A row of <c>notifications.attempts</c>.</summary>
internal sealed record AttemptFacts(
    int Attempt, string Outcome, string? Blame, string? Relay, string ClaimedBy, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string? Reply, string? Reason);

/// <summary>A row of <c>reconciliation.findings</c>, with the node whose run it was.</summary>
internal sealed record DecisionFacts(DateTimeOffset At, string Decision, string State, string? Reason, string? Node);

/// <summary>Lists come as JSON, so that one statement tells everything: several would not see the same moment.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<ItemView>))]
[JsonSerializable(typeof(List<AttemptFacts>))]
[JsonSerializable(typeof(List<DecisionFacts>))]
internal sealed partial class FactsJson : JsonSerializerContext;
