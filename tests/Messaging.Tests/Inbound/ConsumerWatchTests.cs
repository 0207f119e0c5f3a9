using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class ConsumerWatchTests
{
    [TestCase(0, 0, TestName = "A queue without a consumer is not ours any more")]
    [TestCase(9, 0, TestName = "A queue without a consumer and with messages neither")]
    public void No_consumer(long ready, long consumers) =>
        Assert.That(Complaint(new(0, 1, IsIdle: false), new(ready, consumers, IsIdle: false)), Does.Contain("knows no consumer"));

    [Test]
    public void Messages_that_wait_while_we_are_idle_for_two_looks_do_not_come_to_us() =>
        Assert.That(Complaint(new(3, 2, IsIdle: true), new(4, 2, IsIdle: true)), Is.EqualTo("4 messages wait in the queue and none is delivered to us"));

    [Test]
    public void One_look_may_have_hit_the_moment_between_publish_and_delivery() =>
        Assert.That(Complaint(new(0, 2, IsIdle: true), new(4, 2, IsIdle: true)), Is.Null);

    [Test]
    public void A_backlog_while_we_work_is_no_complaint() =>
        Assert.That(Complaint(new(50_000, 2, IsIdle: false), new(60_000, 2, IsIdle: false)), Is.Null);

    [Test]
    public void A_quiet_night_is_no_complaint() =>
        Assert.That(Complaint(new(0, 1, IsIdle: true), new(0, 1, IsIdle: true)), Is.Null);

    private static string? Complaint(ConsumerWatch.Look before, ConsumerWatch.Look now) => ConsumerWatch.Complaint(before, now);
}
