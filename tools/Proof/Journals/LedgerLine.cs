namespace Notifications.Proof.Journals;

/// <summary>One order and its delivery, as the product's own tables have them when all is quiet.</summary>
/// <param name="OrderId">Of the order.</param>
/// <param name="Recipient">The customer's address.</param>
/// <param name="AcceptedAt">When it was committed, by the database's clock.</param>
/// <param name="Status">Of the delivery; null when there is none.</param>
/// <param name="PossibleDuplicate">Of the delivery.</param>
/// <param name="SettledAt">Of the delivery.</param>
/// <param name="Ends">How attempts ended, in the order in which that was written.</param>
public sealed record LedgerLine(
    Guid OrderId, string Recipient, DateTimeOffset AcceptedAt, string? Status, bool PossibleDuplicate, DateTimeOffset? SettledAt, IReadOnlyList<AttemptLine> Ends);

/// <param name="Attempt">Its number; an attempt that was taken over and ended after all has two ends.</param>
/// <param name="Outcome"><c>accepted</c>, <c>deferred</c>, <c>rejected</c>, <c>unknown</c> or <c>taken_over</c>.</param>
public sealed record AttemptLine(int Attempt, string Outcome);
