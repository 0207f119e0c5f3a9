using Notifications.Proof.Mutants;
using Notifications.Proof.Run;
using Notifications.Proof.Scenarios;

namespace Notifications.Proof.Tests;

/// <summary>
/// The proof, as short as it can be and still break everything once: some minutes. The long form is <c>tools/Proof all</c>, with any seed; docs/proof.md has what came of it.
/// What each of these has seen stays in <c>artifacts/proof/tests</c>.
/// </summary>
[CancelAfter(900_000)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[NonParallelizable]
public sealed class ShortFormTests
{
    private const int Seed = 1;

    private Session _session = null!;

    [OneTimeSetUp]
    public void Open() => _session = new Session(Path.Combine(LocalStack.BuildOutput.Root, "artifacts", "proof", "tests"), TestContext.Progress);

    [OneTimeTearDown]
    public async Task Close() => await _session.DisposeAsync();

    [Test]
    public Task Everything_goes_wrong_once_and_no_order_loses_its_e_mail(CancellationToken cancellation) => HoldsAsync("everything", cancellation);

    [Test]
    public Task A_process_dies_at_every_point_that_matters_and_no_order_loses_its_e_mail(CancellationToken cancellation) => HoldsAsync("crashes", cancellation);

    /// <summary>A checker that stays green on a broken build would prove nothing by being green. All others: <c>tools/Proof mutants</c>.</summary>
    [TestCase("claim-skipped")]
    public async Task A_build_without_one_safety_is_caught(string mutant, CancellationToken cancellation) =>
        Assert.That(await _session.CatchAsync(KnownMutants.All.Single(known => known.Name == mutant), Seed, cancellation), Is.True, "see above for what was broken");

    private async Task HoldsAsync(string scenario, CancellationToken cancellation)
    {
        var played = await _session.PlayAsync(ScenarioList.Find(scenario)!, Seed, mutant: null, cancellation);

        Assert.That(played, Is.Not.Null, "it was played as it is written");
        Assert.That(played.Findings.Where(finding => !finding.Holds), Is.Empty);
    }
}
