namespace Notifications.NotificationEndpoint.Ledger;

/// <param name="Delivery">The e-mail that somebody wants to send.</param>
/// <param name="ByOperator">A person has decided to try again: then an e-mail that was rejected may be claimed too.</param>
public readonly record struct ClaimRequest(DeliveryKey Delivery, bool ByOperator);
