using Notifications.LocalStack;
using Notifications.Proof.Builds;
using Notifications.Proof.Mutants;

namespace Notifications.Proof.Tests.Mutants;

/// <summary>A mutant that no longer changes anything would be survived by everybody.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class KnownMutantsTests
{
    [TestCaseSource(nameof(All))]
    public void What_a_mutant_replaces_stands_once_in_its_file_and_is_something_else_afterwards(Mutant mutant)
    {
        var text = File.ReadAllText(Path.Combine(BuildOutput.Root, mutant.File));
        Assert.That(mutant.Apply(text), Is.Not.EqualTo(text));
    }

    [TestCase("once, and once more", "once")]
    [TestCase("never", "once")]
    public void A_mutant_that_does_not_fit_is_named(string text, string original)
    {
        var mutant = new Mutant("stale", "", "src/Messaging/A.cs", original, "", "", []);
        Assert.That(() => mutant.Apply(text), Throws.InvalidOperationException.With.Message.Contains("stale").And.Message.Contains("src/Messaging/A.cs"));
    }

    [Test]
    public void Each_has_a_name_of_its_own_and_says_what_it_takes_and_what_notices_that()
    {
        Assert.That(KnownMutants.All.Select(mutant => mutant.Name), Is.Unique);
        Assert.That(KnownMutants.All.Select(mutant => mutant.Takes), Is.All.Match(@"^[A-Z].+\.$"));
        Assert.That(KnownMutants.All.Select(mutant => mutant.CaughtBy), Is.All.Match("^[a-z]+(-[a-z]+)*$"));
        Assert.That(KnownMutants.All.Select(mutant => mutant.Breaks.Count), Is.All.Positive);
    }

    [Explicit("Compiles each of them, which takes some seconds each. The proof of mutants does it too.")]
    [TestCaseSource(nameof(All))]
    [CancelAfter(300_000)]
    public async Task A_mutant_compiles_and_has_all_hosts(Mutant mutant, CancellationToken cancellation)
    {
        var build = await TestBuilds.GetAsync(mutant, cancellation);
        string[] programs = [build.ProgramOf("OrdersEndpoint"), build.ProgramOf("NotificationEndpoint"), build.ProgramOf("ReconciliationJob")];
        Assert.That(programs, Is.All.Matches<string>(File.Exists));
        Assert.That(programs, Has.Some.StartsWith(build.Root));
    }

    private static IEnumerable<TestCaseData<Mutant>> All() => KnownMutants.All.Select(mutant => new TestCaseData<Mutant>(mutant).SetArgDisplayNames(mutant.Name));
}
