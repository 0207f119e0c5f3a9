using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>What follows from the figures, and what is said about it.</summary>
public sealed class SlaViewTests
{
    [Test]
    public void Figures_lead_to_what_is_late_will_be_late_and_is_left_to_spend()
    {
        var view = Views.Of(Views.Troubled);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Unsent, Is.EqualTo(new UnsentView(Orders: 616, Late: 13, PutOff: 5, OldestAgeSeconds: 412.25)));
            Assert.That(view.Forecast, Is.EqualTo(new BreachForecast(Breaches: 1 + 99, EmptyInSeconds: 244.4)));
            Assert.That(view.ErrorBudget, Is.EqualTo(new BudgetView(Allowed: 1_000, Spent: 300, Remaining: 0.7, BurnRateLastHour: 62.5)));
        }
    }

    [Test]
    public void While_all_is_well_nothing_is_said() => Assert.That(Alarms(Views.Quiet), Is.Empty);

    [Test]
    public void What_is_wrong_is_said_the_worst_first_with_its_number() =>
        Assert.That(Alarms(Views.Troubled), Is.EqualTo(new[]
        {
            "Orders older than five minutes whose e-mail is not sent: 13; the oldest is 412 s old.",
            "Orders that are in time now and will be late when 2.5 a second go out as in the last minute: 100.",
            "The last hour has spent the error budget 62.5 times as fast as it may be.",
        }));

    [Test]
    public void Nobody_looking_for_lost_orders_is_said()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Alarms(Views.Quiet with { LastRun = null }).Single(), Does.StartWith("Reconciliation has never run"));
            Assert.That(Alarms(Views.Quiet with { LastRun = Views.Quiet.LastRun! with { AgeSeconds = 181 } }).Single(), Does.StartWith("Reconciliation last ran 181 s ago, on node1"));
        }
    }

    [Test]
    public void A_missed_objective_is_said() =>
        Assert.That(Alarms(Views.Quiet with { Period = new SlaSums(1, 1_000, 998, 0, 2, 400) }).Single(), Is.EqualTo("The objective of the period is missed."));

    private static List<string> Alarms(SlaSnapshot snapshot) => [.. SlaAlarms.Of(Views.Of(snapshot))];
}
