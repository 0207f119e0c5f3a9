namespace Notifications.OrdersEndpoint.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class OrdersTelemetryTests
{
    [TestCase(202, "accepted")]
    [TestCase(400, "invalid")]
    [TestCase(401, "forbidden")]
    [TestCase(403, "forbidden")]
    [TestCase(408, "invalid")]
    [TestCase(409, "still_running")]
    [TestCase(413, "invalid")]
    [TestCase(415, "invalid")]
    [TestCase(422, "key_reused")]
    [TestCase(429, "too_many")]
    [TestCase(500, "failed")]
    [TestCase(503, "unavailable")]
    [TestCase(200, "failed")]
    public void An_answer_is_counted_by_its_status(int status, string outcome) =>
        Assert.That(OrdersTelemetry.OutcomeOf(status, isReplayed: false, isAborted: false), Is.EqualTo(outcome));

    [Test]
    public void The_answer_of_an_earlier_request_is_a_replay() => Assert.That(OrdersTelemetry.OutcomeOf(202, isReplayed: true, isAborted: false), Is.EqualTo("replayed"));

    [Test]
    public void Who_does_not_wait_for_the_answer_has_none() => Assert.That(OrdersTelemetry.OutcomeOf(202, isReplayed: false, isAborted: true), Is.EqualTo("gone"));
}
