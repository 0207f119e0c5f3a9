using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>What is counted of an e-mail's attempts.</summary>
public sealed class DeliveryTelemetryTests
{
    private static readonly MailOutcome Busy = new MailOutcome.Deferred("busy", Blame.Relay);

    [Test]
    public void An_attempt_is_counted_by_relay_outcome_and_who_is_to_blame()
    {
        using var measured = new Measured();
        DeliveryTelemetry.Ended(new Sent(new MailOutcome.Accepted("250 ok"), "one"), TimeSpan.FromMilliseconds(20));
        DeliveryTelemetry.Ended(new Sent(Busy, "one"), TimeSpan.FromSeconds(2));
        DeliveryTelemetry.Ended(new Sent(new MailOutcome.Rejected("no such user", Blame.Recipient), "two"), TimeSpan.FromMilliseconds(5));
        DeliveryTelemetry.Ended(new Sent(new MailOutcome.Unknown("no answer"), "two"), TimeSpan.FromSeconds(9));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (relay, outcome, blame, seconds) in new[] { ("one", "accepted", "none", 0.02), ("one", "deferred", "relay", 2), ("two", "rejected", "recipient", 0.005), ("two", "unknown", "none", 9) })
            {
                Assert.That(measured.Sum("notifications.email.attempts", ("relay", relay), ("outcome", outcome), ("blame", blame)), Is.EqualTo(1), outcome);
                Assert.That(measured.Of("notifications.email.attempt.duration", ("relay", relay), ("outcome", outcome)), Is.EqualTo(new[] { seconds }), outcome);
            }
        }
    }

    [Test]
    public void What_no_relay_was_asked_for_has_no_time_at_a_relay()
    {
        using var measured = new Measured();
        DeliveryTelemetry.Ended(new Sent(new MailOutcome.Rejected("on the list", Blame.Recipient)), TimeSpan.FromSeconds(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(measured.Sum("notifications.email.attempts", ("relay", "none"), ("outcome", "rejected")), Is.EqualTo(1));
            Assert.That(measured.Of("notifications.email.attempt.duration", ("relay", "none")), Is.Empty);
        }
    }

    [Test]
    public void The_critical_time_is_never_below_zero_and_a_possible_duplicate_is_counted()
    {
        using var measured = new Measured();
        DeliveryTelemetry.Accepted(TimeSpan.FromSeconds(-3), possiblyTwice: false);
        DeliveryTelemetry.Accepted(TimeSpan.FromSeconds(299.5), possiblyTwice: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(measured.Of("notifications.email.time_to_accept"), Is.EqualTo(new[] { 0, 299.5 }));
            Assert.That(measured.Sum("notifications.email.possible_duplicates"), Is.EqualTo(1));
        }
    }

    [Test]
    public void Each_answer_of_the_ledger_has_a_name()
    {
        using var measured = new Measured();
        foreach (var claim in new Claim?[] { new Claim.Ours(1, default, false, 0, null), new Claim.AlreadyAccepted(), new Claim.AlreadyRejected("x"), new Claim.LeftToAPerson("x"), new Claim.NotOrdered(false), new Claim.HeldByAnother(default), null })
            DeliveryTelemetry.Claimed(null, claim);
        foreach (var result in new[] { "ours", "already_accepted", "already_rejected", "left_to_a_person", "not_ordered", "held", "unavailable" })
            Assert.That(measured.Sum("notifications.email.claims", ("result", result)), Is.EqualTo(1), result);
    }
}
