using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class FaultsStruckTests
{
    [Test]
    public void Each_number_that_is_not_reached_breaks_it()
    {
        Assert.That(Expecting(expected => expected with { LeastDuplicates = 3 }), Is.EqualTo(new[] { "faults struck" }));
        Assert.That(Expecting(expected => expected with { LeastUnknown = 4 }), Is.EqualTo(new[] { "faults struck" }));
        Assert.That(Expecting(expected => expected with { LeastReplayed = 2 }), Is.EqualTo(new[] { "faults struck" }));
        Assert.That(Expecting(expected => expected with { LeastTakenOver = 2 }), Is.EqualTo(new[] { "faults struck" }));
        Assert.That(Expecting(expected => expected with { LeastRejected = 2 }), Is.EqualTo(new[] { "faults struck" }));
    }

    [Test]
    public void The_note_says_each_figure() =>
        Assert.That(
            SoundRun.Evidence.Find("faults struck").Note,
            Is.EqualTo(
                "6 orders answered with yes (at least 1), 2 duplicates (at least 2), 3 unknown (at least 3), 1 replayed (at least 1), 1 taken over (at least 1), "
                + "1 rejected (at least 1)"));

    private static IEnumerable<string> Expecting(Func<Expectation, Expectation> change) => SoundRun.Evidence.Expecting(change).Broken();
}
