namespace Notifications.Proof.Tests.Check;

public sealed class LedgerAgreesTests
{
    [Test]
    public void An_order_that_has_its_e_mail_and_is_not_accepted_breaks_it() =>
        Assert.That(
            SoundRun.Evidence.ChangeLedger(SoundRun.Plain, _ => SoundRun.Order(SoundRun.Plain, "rejected", (1, "rejected"))).Broken(), Is.EqualTo(new[] { "ledger agrees" }));

    [Test]
    public void An_accepted_order_without_an_e_mail_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.UnknownAndStored, _ => null).Broken(), Is.EqualTo(new[] { "ledger agrees" }));

    [Test]
    public void Equal_numbers_of_different_orders_do_not_pass() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.UnknownAndStored, _ => null)
                .ChangeLedger(SoundRun.Plain, _ => SoundRun.Order(SoundRun.Plain, "rejected", (1, "rejected"))).Find("ledger agrees").Broken,
            Is.EqualTo(2));
}
