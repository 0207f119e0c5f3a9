namespace Notifications.NotificationEndpoint.Ledger;

/// <param name="Delivery">The e-mail that somebody wants to send.</param>
/// <param name="Relay">Which relay will have it.</param>
/// <param name="Recipient">Who will have it, letter for letter as the command says; without an order for this very recipient there is no claim.</param>
/// <param name="Address">The recipient as the suppression list writes it; null when there is none that could be on it.</param>
/// <param name="PublishedAt">When the command was published, as it says; kept if that can be true.</param>
/// <param name="ByOperator">A person has decided to try again: then an e-mail that was rejected, or ended unseen too often, may be claimed too, and what a relay has put on the list does not count.</param>
public readonly record struct ClaimRequest(DeliveryKey Delivery, string Relay, string Recipient, string? Address, DateTimeOffset? PublishedAt, bool ByOperator);
