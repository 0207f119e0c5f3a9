using Notifications.RecoverabilityEndpoint.Returns;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

public sealed class PaceTests
{
    [TestCase(500, 100, ExpectedResult = 100)]
    [TestCase(10, 100, ExpectedResult = 10)]
    public int No_more_at_once_than_a_batch_or_a_second_has(int perSecond, int batch) => Pace.Most(new ReturnsSettings { PerSecond = perSecond, Batch = batch });

    [TestCase(100, 50, ExpectedResult = 150)]
    [TestCase(100, 300, ExpectedResult = 0)]
    [TestCase(0, 10, ExpectedResult = 0)]
    public double What_was_quick_rests_until_its_time_is_over(int sent, int tookMilliseconds) =>
        Pace.Rest(sent, TimeSpan.FromMilliseconds(tookMilliseconds), new ReturnsSettings { PerSecond = 500 }).TotalMilliseconds;

    [TestCase(0, 1_000, 100, "Returns:PerSecond is 0; give a number from 1 to 100000.")]
    [TestCase(500, 0, 100, "Returns:MostWaiting is 0; give a number from 1 to 10000000.")]
    [TestCase(500, 1_000, 1_001, "Returns:Batch is 1001; give a number from 1 to 1000.")]
    public void A_setting_out_of_range_is_named_with_its_range(int perSecond, int mostWaiting, int batch, string sentence) =>
        Assert.That(new ReturnsSettings { PerSecond = perSecond, MostWaiting = mostWaiting, Batch = batch }.Problems(), Is.EqualTo(new[] { sentence }));

    [Test]
    public void The_defaults_are_in_order() => Assert.That(new ReturnsSettings().Problems(), Is.Empty);

    [Test]
    public void As_many_are_taken_as_memory_is_to_hold_and_always_one()
    {
        var rows = new[] { 40, 1 }.Select(megabytes => new ReturnRow(Guid.NewGuid(), Guid.Empty, "", null, true, false, megabytes << 20, null)).ToList();
        Assert.That(ReturnRow.Fitting(rows), Is.EqualTo(rows.Take(1)));
        Assert.That(ReturnRow.Fitting([.. Enumerable.Repeat(rows[1], 40)]), Has.Count.EqualTo(32));
    }
}
