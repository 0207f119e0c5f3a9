using Notifications.Proof.Check;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class TableTests
{
    [Test]
    public void A_run_that_holds_says_how_much_was_seen_and_what_it_proves()
    {
        var lines = Lines(SoundRun.Evidence);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[0], Is.EqualTo("everything, seed 7, build release"));
            Assert.That(lines[1], Is.EqualTo("  invariant          checked  broken  note"));
            Assert.That(lines[2], Is.EqualTo("  lost                     6       0  1 refused for good"));
            Assert.That(lines[3], Is.EqualTo("  ghost                   15       0"));
            Assert.That(lines[^1], Is.EqualTo("Holds. Of 6 orders none was lost (with 95 % confidence < 50 in a hundred); 8 e-mails, 2 faults, 1 min 10 s."));
            Assert.That(lines, Has.Count.EqualTo(2 + 13 + 1));
        }
    }

    [Test]
    public void A_run_that_does_not_says_what_and_how_to_do_it_again() =>
        Assert.That(
            Lines(SoundRun.Evidence.ChangeMail(SoundRun.Plain, _ => null))[^1],
            Is.EqualTo("BROKEN: lost, ledger agrees. 6 orders, 7 e-mails, 2 faults, 1 min 10 s. Again: ./run proof everything --seed 7"));

    [TestCase(3, "")]
    [TestCase(4, " (with 95 % confidence < 75 in a hundred)")]
    [TestCase(200, " (with 95 % confidence < 15 in a thousand)")]
    [TestCase(1_000, " (with 95 % confidence < 3 in a thousand)")]
    [TestCase(66_667, " (with 95 % confidence < 45 in a million)")]
    [TestCase(70_000, " (with 95 % confidence < 43 in a million)")]
    [TestCase(3_000_000, " (with 95 % confidence < 1000 in a billion)")]
    public void None_of_so_many_means_fewer_than_three_in_so_many(long trials, string bound) => Assert.That(Rate.Bound(trials), Is.EqualTo(bound));

    private static List<string> Lines(Evidence evidence) =>
        [.. Table.Of(evidence, Checker.Check(evidence)).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)];
}
