namespace Notifications.ReconciliationJob.Proof;

/// <summary>What ledger and log of attempts say about the e-mail of one order. Times are differences on the database's clock.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AcceptedAt">Of the order.</param>
/// <param name="Age">Since it was accepted.</param>
/// <param name="Delivery">What the ledger has; null when nobody has taken it on.</param>
/// <param name="Log">Its attempts as they ended, the first one first.</param>
internal sealed record OrderFacts(Guid OrderId, DateTimeOffset AcceptedAt, TimeSpan Age, DeliveryFacts? Delivery, IReadOnlyList<LoggedAttempt> Log);

/// <param name="Status">As in <c>notifications.deliveries</c>.</param>
/// <param name="Attempt">The newest one's number.</param>
/// <param name="SettledAfter">From the order to the newest attempt's end; null while it runs.</param>
/// <param name="PossibleDuplicate">Sent again after an attempt whose end nobody saw.</param>
/// <param name="Reason">Why it was not sent.</param>
internal sealed record DeliveryFacts(string Status, int Attempt, TimeSpan? SettledAfter, bool PossibleDuplicate = false, string? Reason = null);

/// <summary>A row of <c>notifications.attempts</c>.</summary>
internal readonly record struct LoggedAttempt(int Number, string Outcome);
