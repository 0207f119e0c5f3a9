using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.OrdersEndpoint.WatchOrder;

namespace Notifications.OrdersEndpoint.Tests.WatchOrder;

public sealed class StreamStepTests
{
    [TestCase(null, false, 0, 0, nameof(StreamStep.Show))]
    [TestCase("old", false, 700, 20, nameof(StreamStep.Show))]
    [TestCase("old", true, 0, 0, nameof(StreamStep.ShowAndEnd))]
    [TestCase("new", true, 0, 0, nameof(StreamStep.End))]
    [TestCase("new", false, 599.9, 14.9, nameof(StreamStep.Wait))]
    [TestCase("new", false, 599.9, 15, nameof(StreamStep.Heartbeat))]
    [TestCase("new", false, 600, 0, nameof(StreamStep.End))]
    public void A_stream_does_one_thing_at_a_look(string? seen, bool isFinal, double open, double quiet, string step) =>
        Assert.That(
            StreamSteps.Next(seen, new Representation([], "new", isFinal), TimeSpan.FromSeconds(open), TimeSpan.FromSeconds(quiet)),
            Is.EqualTo(Enum.Parse<StreamStep>(step)));
}
