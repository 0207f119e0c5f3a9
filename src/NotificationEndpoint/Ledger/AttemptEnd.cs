using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>How one attempt ended, to be written down.</summary>
/// <param name="Key">The delivery.</param>
/// <param name="Claim">As it was given.</param>
/// <param name="Relay">That had the e-mail; null when none was asked.</param>
/// <param name="Outcome">What became of the e-mail.</param>
/// <param name="AgainAfter">For deferred and unknown: when it is to be tried again, from now.</param>
public sealed record AttemptEnd(DeliveryKey Key, Claim.Ours Claim, string? Relay, MailOutcome Outcome, TimeSpan AgainAfter);
