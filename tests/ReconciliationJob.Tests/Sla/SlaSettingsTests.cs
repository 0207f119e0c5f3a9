using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>What is refused at start, and that the sentence names the key, its value and what to give.</summary>
public sealed class SlaSettingsTests
{
    [Test]
    public void The_defaults_are_in_order() => Assert.That(new SlaSettings().Problems(), Is.Empty);

    [TestCase(0.4999)]
    [TestCase(1)]
    [TestCase(99.9)]
    [TestCase(double.NaN)]
    public void An_objective_is_a_share_that_leaves_something_to_spend(double objective) =>
        Assert.That(new SlaSettings { Objective = objective }.Problems().Single(), Does.StartWith("Sla:Objective is ").And.Contain("from 0.5 to 0.99999"));

    [TestCase("23:59:59")]
    [TestCase("91.00:00:00")]
    public void A_period_is_days(string period) =>
        Assert.That(new SlaSettings { Period = TimeSpan.Parse(period) }.Problems().Single(), Does.StartWith("Sla:Period is ").And.Contain("90.00:00:00"));

    [TestCase("reports")]
    [TestCase("./reports")]
    public void A_folder_does_not_depend_on_where_the_process_was_started(string folder) =>
        Assert.That(new SlaSettings { ReportFolder = folder }.Problems().Single(), Does.StartWith($"Sla:ReportFolder is '{folder}'"));

    [Test]
    public void A_whole_path_is_a_folder() => Assert.That(new SlaSettings { ReportFolder = Path.GetTempPath() }.Problems(), Is.Empty);
}
