using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class ExplainedTests
{
    [Test]
    public void A_second_copy_that_the_ledger_does_not_mark_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeLedger(SoundRun.Unread, order => order with { PossibleDuplicate = false }).Broken(), Is.EqualTo(new[] { "explained" }));

    [Test]
    public void A_second_copy_without_an_attempt_whose_end_nobody_saw_breaks_it() =>
        Assert.That(
            SoundRun.Evidence.ChangeLedger(SoundRun.Unread, order => order with { Ends = [new(1, "deferred"), new(2, "accepted")] }).Broken(),
            Is.EqualTo(new[] { "explained" }));

    [Test]
    public void Two_more_copies_need_two_such_attempts()
    {
        var twice = SoundRun.Evidence.WithMail(SoundRun.Mail(SoundRun.Unread, 2) with { Answer = null, CouldBeRead = false });
        Assert.That(twice.Broken(), Is.EqualTo(new[] { "explained" }));
        Assert.That(twice.ChangeLedger(SoundRun.Unread, order => order with { Ends = [new(1, "unknown"), new(2, "taken_over"), new(3, "accepted")] }).Broken(), Is.Empty);
    }

    [Test]
    public void A_copy_whose_answer_could_be_read_with_no_fault_near_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Unread, mail => mail with { CouldBeRead = true }).Broken(), Is.EqualTo(new[] { "explained" }));

    [Test]
    public void The_last_copy_needs_no_explanation_and_explains_nothing() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.Unread, mail => mail with { CouldBeRead = !mail.CouldBeRead }).Broken(), Is.EqualTo(new[] { "explained" }));

    // The copies came 10 and 40 s after the start.
    [TestCase(2, 8.9, false)]
    [TestCase(2, 9, true)]
    [TestCase(2, 50, true)]
    [TestCase(12, 13, true)]
    [TestCase(40, 45, true)]
    [TestCase(40.1, 45, false)]
    public void A_fault_explains_copies_between_which_it_went_on(double began, double ended, bool explains) =>
        Assert.That(
            WithFault(fault => fault with { Began = SoundRun.Start.AddSeconds(began), Ended = SoundRun.Start.AddSeconds(ended) }).Broken(),
            explains ? Is.Empty : Is.EqualTo(new[] { "explained" }));

    [Test]
    public void A_fault_that_cannot_come_after_a_final_dot_explains_nothing() =>
        Assert.That(WithFault(fault => fault with { Ambiguous = false }).Broken(), Is.EqualTo(new[] { "duplicates", "explained" }));

    [Test]
    public void The_journal_need_not_be_in_the_order_of_time()
    {
        var sound = SoundRun.Evidence;
        Assert.That((sound with { Mail = [.. sound.Mail.Reverse()] }).Broken(), Is.Empty);
    }

    [Test]
    public void A_mark_without_a_second_copy_is_no_flaw() =>
        Assert.That(SoundRun.Evidence.ChangeLedger(SoundRun.Plain, order => order with { PossibleDuplicate = true }).Broken(), Is.Empty);

    private static Evidence WithFault(Func<FaultLine, FaultLine> change)
    {
        var sound = SoundRun.Evidence;
        return sound with { Faults = [change(sound.Faults[0]), sound.Faults[1]] };
    }
}
