using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class DeliveryVerdictTests
{
    private static readonly TimeSpan NextDelay = TimeSpan.FromSeconds(15);

    [Test]
    public void An_accepted_e_mail_is_handled() =>
        Assert.That(Of(new MailOutcome.Accepted("250")).Outcome, Is.TypeOf<Outcome.Handled>());

    [TestCase(Blame.Message)]
    [TestCase(Blame.Recipient)]
    public void A_rejected_one_is_never_tried_again(Blame blame) =>
        Assert.That(Failure(Of(new MailOutcome.Rejected("550", blame))).Retry, Is.EqualTo(Retry.Never));

    [TestCase(Blame.Message)]
    [TestCase(Blame.Recipient)]
    public void One_that_was_put_off_waits_for_the_next_delayed_retry(Blame blame)
    {
        var verdict = Of(new MailOutcome.Deferred("451", blame));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Failure(verdict).Retry, Is.EqualTo(Retry.Later));
            Assert.That(verdict.AgainAfter, Is.EqualTo(NextDelay));
        }
    }

    [Test]
    public void One_whose_end_nobody_saw_is_sent_again_later() =>
        Assert.That(Failure(Of(new MailOutcome.Unknown("no answer"))).Retry, Is.EqualTo(Retry.Later));

    [TestCase(1, Retry.Later)]
    [TestCase(2, Retry.Never)]
    public void But_not_for_ever_a_relay_that_answers_too_late_gets_it_three_times(int unseenEnds, Retry retry) =>
        Assert.That(Failure(Of(new MailOutcome.Unknown("no answer"), unseenEnds)).Retry, Is.EqualTo(retry));

    [Test]
    public void Trouble_of_the_relay_spends_no_attempt_of_the_order() =>
        Assert.That(Of(new MailOutcome.Deferred("refused", Blame.Relay)).Outcome, Is.EqualTo(new Outcome.Deferred(DeliveryVerdict.RelayPause, "refused")));

    [Test]
    public void Being_stopped_spends_nothing_and_anybody_may_go_on_at_once() =>
        Assert.That(
            DeliveryVerdict.Of(new MailOutcome.Deferred("stopped", Blame.Relay), new OperationCanceledException(), 0, NextDelay),
            Is.EqualTo(new DeliveryVerdict(new Outcome.Abandoned(), TimeSpan.Zero)));

    [Test]
    public void An_error_of_ours_is_shown_as_itself()
    {
        var bug = new InvalidOperationException("bug");
        var failed = Failure(DeliveryVerdict.Of(new MailOutcome.Deferred("bug", Blame.Message), bug, 0, NextDelay));
        Assert.That((failed.Cause, failed.Retry), Is.EqualTo((bug, Retry.AtOnce)));
    }

    [Test]
    public void At_the_end_of_the_retries_the_e_mail_is_free_for_reconciliation_at_once() =>
        Assert.That(DeliveryVerdict.Of(new MailOutcome.Deferred("451", Blame.Recipient), null, 0, nextDelay: null).AgainAfter, Is.EqualTo(TimeSpan.Zero));

    private static DeliveryVerdict Of(MailOutcome mail, int unseenEnds = 0) => DeliveryVerdict.Of(mail, failure: null, unseenEnds, NextDelay);

    private static Outcome.Failed Failure(DeliveryVerdict verdict) => (Outcome.Failed)verdict.Outcome;
}
