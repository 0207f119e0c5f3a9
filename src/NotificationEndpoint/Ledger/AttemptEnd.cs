using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>How one attempt ended, to be written down.</summary>
/// <param name="Request">That the claim was the answer to.</param>
/// <param name="Claim">As it was given.</param>
/// <param name="Relay">That had the e-mail; null when none was asked.</param>
/// <param name="Outcome">What became of the e-mail. An address that is hopeless goes on the suppression list; one that was on it and accepts mail leaves it.</param>
/// <param name="AgainAfter">For deferred and unknown: when it is to be tried again, from now.</param>
public sealed record AttemptEnd(ClaimRequest Request, Claim.Ours Claim, string? Relay, MailOutcome Outcome, TimeSpan AgainAfter)
{
    public DeliveryKey Key => Request.Delivery;
}
