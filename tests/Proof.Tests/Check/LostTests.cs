namespace Notifications.Proof.Tests.Check;

public sealed class LostTests
{
    [Test]
    public void An_order_that_was_answered_with_yes_and_has_no_e_mail_is_lost() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Plain, _ => null).Broken(), Is.EqualTo(new[] { "lost", "ledger agrees" }));

    [Test]
    public void So_is_one_whose_e_mail_the_server_put_off_and_the_ledger_too() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.Plain, mail => mail with { Taken = false, Answer = "451 4.3.0 later" })
                .ChangeLedger(SoundRun.Plain, _ => SoundRun.Order(SoundRun.Plain, "deferred", (1, "deferred"))).Broken(),
            Is.EqualTo(new[] { "lost", "closed" }));

    [Test]
    public void So_is_one_that_the_server_said_yes_to_and_did_not_take() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Plain, mail => mail with { Taken = false }).Broken(), Is.EqualTo(new[] { "lost", "ledger agrees" }));

    [Test]
    public void So_is_one_that_only_the_ledger_calls_rejected() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.Plain, _ => null).ChangeLedger(SoundRun.Plain, _ => SoundRun.Order(SoundRun.Plain, "rejected", (1, "rejected"))).Broken(),
            Is.EqualTo(new[] { "lost" }));

    [Test]
    public void A_refused_one_has_to_be_rejected_in_the_ledger() =>
        Assert.That(
            SoundRun.Evidence.ChangeLedger(SoundRun.Rejected, _ => SoundRun.Order(SoundRun.Rejected, "deferred", (1, "deferred"))).Broken(),
            Is.EqualTo(new[] { "lost", "closed" }));

    [Test]
    public void A_mail_that_was_refused_at_its_end_is_refused_as_well() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.Rejected, _ => SoundRun.Mail(SoundRun.Rejected, 1) with { Taken = false, Answer = "554 5.7.1 never" }).Broken(),
            Is.Empty);

    [Test]
    public void One_that_was_refused_first_and_taken_later_is_not_lost() =>
        Assert.That(
            SoundRun.Evidence.WithMail(SoundRun.Mail(SoundRun.Plain, 0.5) with { Taken = false, Answer = "554 5.7.1 not now" }).Broken(), Is.Empty);

    [Test]
    public void What_the_client_does_not_know_to_be_stored_need_not_be_sent() =>
        Assert.That(SoundRun.Evidence.Find("lost").Checked, Is.EqualTo(6));
}
