namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>A pursued order as it stands now. All times are differences on the database's clock.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AcceptedAt">Of the order.</param>
/// <param name="Age">Since it was accepted.</param>
/// <param name="Times">Driven so often.</param>
/// <param name="MayBeDrivenIn">Zero or less: now.</param>
/// <param name="Delivery">What the ledger has; null when nobody has taken it on.</param>
public sealed record OpenOrder(Guid OrderId, DateTimeOffset AcceptedAt, TimeSpan Age, int Times, TimeSpan MayBeDrivenIn, OpenDelivery? Delivery);

/// <param name="Status">As in <c>notifications.deliveries</c>.</param>
/// <param name="DueIn">Until the lease or the pause before the next attempt is over; negative when it has been; null when there is neither.</param>
/// <param name="UnseenEnds">Attempts that went out whole and had no answer.</param>
/// <param name="SettledAfter">From the order to the end of its newest attempt; null while one is running.</param>
/// <param name="Reason">Why it was not sent.</param>
public sealed record OpenDelivery(string Status, TimeSpan? DueIn, int UnseenEnds, TimeSpan? SettledAfter, string? Reason);
