using Notifications.Proof.Faults;
using Notifications.Proof.Scenarios;

namespace Notifications.Proof.Tests.Scenarios;

public sealed class PlanTests
{
    [TestCaseSource(nameof(All))]
    public void The_same_seed_is_the_same_plan_and_another_is_another(Scenario scenario)
    {
        var (plan, again) = (Plan.Of(scenario, 7), Plan.Of(scenario, 7));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(plan));
            if (scenario.Strikes.Count + scenario.Shuffled.Count > 0)
                Assert.That(Plan.Of(scenario, 8), Is.Not.EqualTo(plan));
        }
    }

    [TestCaseSource(nameof(All))]
    public void Everything_that_a_scenario_lists_is_in_its_plan(Scenario scenario) =>
        Assert.That(Plan.Of(scenario, 7).Select(planned => planned.What).Distinct(), Is.EquivalentTo(scenario.Strikes.Select(strike => strike.What).Concat(scenario.Shuffled).Distinct()));

    [Test]
    public void A_strike_comes_as_often_as_it_says_and_a_second_after_its_time_at_most()
    {
        var scenario = new Scenario("test", "") { Strikes = [new(new Fault.EndSessions(), At: 2, Times: 3, Every: 4)] };

        var times = Plan.Of(scenario, 1).Select(planned => planned.At.TotalSeconds).ToList();

        Assert.That(times, Is.EqualTo([2.5, 6.5, 10.5]).Within(0.5));
    }

    [Test]
    public void Of_the_shuffled_each_comes_once_before_one_comes_again()
    {
        var scenario = AllTogether.Soak(TimeSpan.FromMinutes(30), perSecond: 1);

        var rounds = Plan.Of(scenario, 5).Select(planned => planned.What).Chunk(scenario.Shuffled.Count).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rounds, Has.Count.GreaterThan(3));
            Assert.That(rounds.SkipLast(1).Select(round => round.Distinct().Count()), Is.All.EqualTo(scenario.Shuffled.Count));
            Assert.That(rounds[0], Is.Not.EqualTo(rounds[1]), "in another order");
        }
    }

    [Test]
    public void What_is_planned_comes_while_orders_are_placed()
    {
        var late = ScenarioList.All.SelectMany(scenario => Plan.Of(scenario, 3).Where(planned => planned.At > scenario.Customers.For).Select(planned => (scenario.Name, FaultNames.Of(planned.What), planned.At)));

        // Nodes die, and work, after the last order too.
        Assert.That(late.Where(fault => fault.Name is not ("nodes-killed" or "crash-after-drive" or "apis-hang" or "deploy")), Is.Empty);
    }

    private static IEnumerable<TestCaseData> All() => ScenarioList.All.Select(scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.Name));
}
