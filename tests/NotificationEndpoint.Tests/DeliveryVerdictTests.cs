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

    [TestCase(Blame.Message, typeof(MailRejectedException))]
    [TestCase(Blame.Recipient, typeof(RecipientRejectedException))]
    public void A_rejected_one_is_never_tried_again_and_its_exception_says_for_whose_sake(Blame blame, Type exception)
    {
        var failure = Failure(Of(new MailOutcome.Rejected("550", blame)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Retry, Is.EqualTo(Retry.Never));
            Assert.That(failure.Cause, Is.TypeOf(exception));
        }
    }

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
    public void Unless_the_relay_takes_others_meanwhile_then_it_goes_on_for_no_longer_than_the_retries() =>
        Assert.That(Failure(Of(new MailOutcome.Deferred("550 5.7.1", Blame.Relay), takesOthers: true)).Retry, Is.EqualTo(Retry.Later));

    [Test]
    public void But_a_relay_that_only_asks_for_less_takes_others_as_well() =>
        Assert.That(Of(new MailOutcome.Deferred("452", Blame.Relay, AsksForLess: true), takesOthers: true).Outcome, Is.TypeOf<Outcome.Deferred>());

    [TestCase(Blame.Relay, true)]
    [TestCase(Blame.Recipient, false)]
    [TestCase(Blame.Message, false)]
    public void What_only_the_relay_is_to_blame_for_is_tried_at_the_next_one(Blame blame, bool nextRelay) =>
        Assert.That(Of(new MailOutcome.Deferred("451", blame)).NextRelay, Is.EqualTo(nextRelay));

    [Test]
    public void What_may_have_gone_out_or_was_refused_is_not_given_to_another_relay() =>
        Assert.That(
            new[] { Of(new MailOutcome.Unknown("no answer")), Of(new MailOutcome.Rejected("550", Blame.Recipient)), Of(new MailOutcome.Accepted("250")) }.Select(verdict => verdict.NextRelay),
            Is.All.False);

    [Test]
    public void Being_stopped_spends_nothing_and_anybody_may_go_on_at_once() =>
        Assert.That(
            DeliveryVerdict.Of(new Sent(new MailOutcome.Deferred("stopped", Blame.Relay), Failure: new OperationCanceledException()), 0, NextDelay),
            Is.EqualTo(new DeliveryVerdict(new Outcome.Abandoned(), TimeSpan.Zero)));

    [Test]
    public void An_error_of_ours_is_shown_as_itself()
    {
        var bug = new InvalidOperationException("bug");
        var failed = Failure(DeliveryVerdict.Of(new Sent(new MailOutcome.Deferred("bug", Blame.Message), Failure: bug), 0, NextDelay));
        Assert.That((failed.Cause, failed.Retry), Is.EqualTo((bug, Retry.AtOnce)));
    }

    [Test]
    public void Whoever_was_overtaken_comes_back_to_ask_whatever_its_own_end_was()
    {
        var outcomes = new[] { Of(new MailOutcome.Accepted("250")), Of(new MailOutcome.Rejected("550", Blame.Recipient)), Of(new MailOutcome.Deferred("421", Blame.Relay)) }.Select(verdict => verdict.Overtaken);
        Assert.That(outcomes, Is.All.EqualTo(new DeliveryVerdict(new Outcome.Deferred(DeliveryVerdict.RelayPause, "another consumer has taken over"), TimeSpan.Zero)));
    }

    [Test]
    public void At_the_end_of_the_retries_the_e_mail_is_free_for_reconciliation_at_once() =>
        Assert.That(DeliveryVerdict.Of(new Sent(new MailOutcome.Deferred("451", Blame.Recipient)), 0, nextDelay: null).AgainAfter, Is.EqualTo(TimeSpan.Zero));

    private static DeliveryVerdict Of(MailOutcome mail, int unseenEnds = 0, bool takesOthers = false) =>
        DeliveryVerdict.Of(new Sent(mail, "relay", takesOthers), unseenEnds, NextDelay);

    private static Outcome.Failed Failure(DeliveryVerdict verdict) => (Outcome.Failed)verdict.Outcome;
}
