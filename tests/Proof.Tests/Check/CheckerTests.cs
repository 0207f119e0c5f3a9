using Notifications.Proof.Check;

namespace Notifications.Proof.Tests.Check;

public sealed class CheckerTests
{
    [Test]
    public void A_sound_run_holds_everything() => Assert.That(SoundRun.Evidence.Broken(), Is.Empty);

    [Test]
    public void Every_invariant_has_looked_at_something() =>
        Assert.That(Checker.Check(SoundRun.Evidence).Where(finding => finding.Checked == 0), Is.Empty);

    [Test]
    public void The_invariants_have_the_names_by_which_they_are_called() => Assert.That(
        Checker.Check(SoundRun.Evidence).Select(finding => finding.Invariant),
        Is.EqualTo(new[]
        {
            "lost", "ghost", "one order per key", "duplicates", "explained", "one winner", "identical", "in time", "closed", "errors exact", "no leak",
            "ledger agrees", "faults struck",
        }));

    [Test]
    public void A_run_in_which_nobody_ordered_anything_is_no_proof()
    {
        var nothing = SoundRun.Evidence with { Client = [], Mail = [], Faults = [], Ledger = [], Errors = [] };
        Assert.That(nothing.Expecting(_ => new()).Broken(), Is.EqualTo(new[] { "faults struck" }));
    }

    [Test]
    public void Of_many_that_are_broken_three_are_named()
    {
        var finding = SoundRun.Evidence.ChangeMail(SoundRun.Plain, _ => null).ChangeMail(SoundRun.Replayed, _ => null)
            .ChangeMail(SoundRun.Unread, _ => null).ChangeMail(SoundRun.Deferred, _ => null).Find("lost");
        Assert.That(finding.Broken, Is.EqualTo(4));
        Assert.That(finding.Note, Does.Contain(SoundRun.Recipient(SoundRun.Plain)).And.EndsWith("and 1 more"));
    }
}
