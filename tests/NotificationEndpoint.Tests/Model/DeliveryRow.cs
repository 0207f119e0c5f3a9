namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>A row of <c>notifications.deliveries</c>.</summary>
internal sealed record DeliveryRow(
    string Status,
    int Attempt,
    string? Relay,
    DateTimeOffset FirstClaimedAt,
    DateTimeOffset ClaimedAt,
    DateTimeOffset? LeaseUntil,
    DateTimeOffset? SettledAt = null,
    DateTimeOffset? NextAttemptAt = null,
    string? Reply = null,
    string? Reason = null,
    int UnseenEnds = 0,
    bool PossibleDuplicate = false,
    DateTimeOffset? PublishedAt = null)
{
    /// <summary>Until the lease or the pause is over, as reconciliation reads it.</summary>
    public DateTimeOffset? DueAt => LeaseUntil ?? NextAttemptAt;
}

/// <summary>What the key of <c>notifications.attempts</c> says: how an attempt ended.</summary>
internal readonly record struct LoggedEnd(int Attempt, string Outcome) : IComparable<LoggedEnd>
{
    /// <summary>The e-mail may have gone out, and nobody knows.</summary>
    public bool IsUnseen => Outcome is "unknown" or "taken_over";

    public int CompareTo(LoggedEnd other) => (Attempt, Outcome).CompareTo((other.Attempt, other.Outcome));
}
