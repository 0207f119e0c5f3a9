namespace Notifications.Proof.Tests.Check;

public sealed class OneWinnerTests
{
    [Test]
    public void Two_attempts_that_were_accepted_break_it() =>
        Assert.That(Ends((1, "accepted"), (2, "accepted")), Is.EqualTo(new[] { "one winner" }));

    [Test]
    public void One_that_was_taken_over_and_ended_after_all_is_no_winner() =>
        Assert.That(Ends((1, "taken_over"), (2, "accepted"), (1, "accepted")), Is.Empty);

    [Test]
    public void Nor_is_the_only_one_who_ended_when_nobody_else_has() => Assert.That(Ends((1, "taken_over"), (1, "accepted")), Is.Empty);

    [Test]
    public void That_another_was_taken_over_does_not_help() =>
        Assert.That(Ends((1, "taken_over"), (2, "accepted"), (3, "accepted")), Is.EqualTo(new[] { "one winner" }));

    [Test]
    public void An_accepted_delivery_that_no_attempt_brought_about_breaks_it() => Assert.That(Ends((1, "deferred")), Is.EqualTo(new[] { "one winner" }));

    [Test]
    public void A_rejected_delivery_needs_none() => Assert.That(SoundRun.Evidence.ChangeLedger(SoundRun.Rejected, order => order with { Ends = [] }).Broken(), Is.Empty);

    private static IEnumerable<string> Ends(params (int Attempt, string Outcome)[] ends) =>
        SoundRun.Evidence.ChangeLedger(SoundRun.Plain, _ => SoundRun.Order(SoundRun.Plain, "accepted", ends)).Broken();
}
