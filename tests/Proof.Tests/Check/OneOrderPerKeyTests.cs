using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class OneOrderPerKeyTests
{
    private static readonly Guid Other = Guid.Parse("99999999-0000-0000-0000-000000000000");

    [Test]
    public void An_order_that_was_answered_with_yes_and_is_not_there_breaks_it() =>
        Assert.That(
            SoundRun.Evidence.ChangeLedger(SoundRun.Rejected, _ => null).Broken(), Is.EqualTo(new[] { "lost", "one order per key", "errors exact" }));

    [TestCase(SoundRun.Plain)]
    [TestCase(SoundRun.UnknownAndStored)]
    public void Two_orders_of_one_number_break_it_whatever_the_client_knows(int order)
    {
        var sound = SoundRun.Evidence;
        var twice = sound with { Ledger = [.. sound.Ledger, SoundRun.Order(order, "accepted", (1, "accepted")) with { OrderId = Other }] };
        Assert.That(twice.Broken(), Is.EqualTo(new[] { "one order per key" }));
    }

    [Test]
    public void An_answer_with_another_id_than_the_ledger_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeClient(SoundRun.Plain, line => line with { OrderId = Other }).Broken(), Is.EqualTo(new[] { "one order per key" }));

    [Test]
    public void An_answer_with_yes_and_no_id_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeClient(SoundRun.Plain, line => line with { OrderId = null }).Broken(), Is.EqualTo(new[] { "one order per key" }));

    [Test]
    public void Two_answers_with_different_ids_break_it()
    {
        var sound = SoundRun.Evidence;
        var twice = sound with { Client = [.. sound.Client, SoundRun.Request(SoundRun.Plain, Answered.Ok) with { OrderId = Other }] };
        Assert.That(twice.Broken(), Is.EqualTo(new[] { "one order per key" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Two_numbers_with_one_recipient_are_no_journal(bool sameNumber)
    {
        var sound = SoundRun.Evidence;
        var again = SoundRun.Request(SoundRun.Plain, Answered.Ok) with { Order = sameNumber ? SoundRun.Plain : 99, Body = sameNumber ? "other" : "body-0" };
        Assert.That((sound with { Client = [.. sound.Client, again] }).Broken(), Is.EqualTo(new[] { "one order per key" }));
    }
}
