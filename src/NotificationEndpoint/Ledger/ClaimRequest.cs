namespace Notifications.NotificationEndpoint.Ledger;

/// <param name="Delivery">The e-mail that somebody wants to send.</param>
/// <param name="Relay">Where it will be sent first; null when it will not be sent, and only that is to be written down.</param>
/// <param name="ByOperator">A person has decided to try again: then an e-mail that was rejected may be claimed too.</param>
public readonly record struct ClaimRequest(DeliveryKey Delivery, string? Relay, bool ByOperator);
