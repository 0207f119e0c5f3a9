using Notifications.LocalStack;
using Notifications.Proof.Builds;
using Notifications.Proof.Faults;
using Notifications.Proof.Mutants;
using Notifications.Proof.Scenarios;

namespace Notifications.Proof.Tests.Scenarios;

public sealed class ScenarioListTests
{
    [Test]
    public void No_two_scenarios_have_one_name() => Assert.That(ScenarioList.All.Select(scenario => scenario.Name), Is.Unique);

    [Test]
    public void Every_mutant_names_a_scenario_that_there_is() =>
        Assert.That(KnownMutants.All.Select(mutant => mutant.CaughtBy).Distinct(), Is.SubsetOf(ScenarioList.All.Select(scenario => scenario.Name)));

    [Test]
    public void The_page_has_a_line_for_every_scenario_and_every_mutant()
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "proof.md"));

        Assert.That(ScenarioList.All.Select(scenario => scenario.Name).Concat(KnownMutants.All.Select(mutant => mutant.Name)).Where(name => !page.Contains($"`{name}`")), Is.Empty);
    }

    [Test]
    public void Every_fault_that_there_is_is_in_some_scenario()
    {
        var kinds = typeof(Fault).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Fault)));

        Assert.That(
            ScenarioList.All.SelectMany(scenario => scenario.Strikes.Select(strike => strike.What).Concat(scenario.Shuffled)).Select(fault => fault.GetType()).Distinct(),
            Is.EquivalentTo(kinds));
    }

    [Test]
    public void A_process_dies_at_every_point_that_there_is() => Assert.That(
        ScenarioList.All.SelectMany(scenario => scenario.Strikes.Select(strike => strike.What)).OfType<Fault.Crash>().Select(crash => crash.Point).Distinct(),
        Is.EquivalentTo(CrashPoint.All.Select(point => point.Name)));

    /// <summary>An e-mail that comes twice for no reason must not be allowed by a scenario that gives none.</summary>
    [Test]
    public void Duplicates_are_possible_only_where_a_fault_is_ambiguous_or_the_relay_loses_its_answers()
    {
        var without = ScenarioList.All.Where(scenario => scenario.Expected.DuplicatesPossible)
            .Where(scenario => !scenario.Strikes.Select(strike => strike.What).Concat(scenario.Shuffled).Any(fault => fault.IsAmbiguous || fault is Fault.RelayAtRandom or Fault.Relay { Keep: true }));

        Assert.That(without.Select(scenario => scenario.Name), Is.Empty);
    }
}
