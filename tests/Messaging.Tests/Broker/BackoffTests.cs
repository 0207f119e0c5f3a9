using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Tests.Broker;

[Parallelizable(ParallelScope.All)]
public sealed class BackoffTests
{
    [TestCase(0, 0.2)]
    [TestCase(1, 0.4)]
    [TestCase(4, 3.2)]
    [TestCase(5, 5)]
    [TestCase(1_000_000, 5)]
    public void Doubles_and_never_exceeds_five_seconds(int failures, double seconds) =>
        Assert.That(Backoff.Delay(failures).TotalSeconds, Is.EqualTo(seconds).Within(0.001));

    [Test]
    public void Jitter_stays_within_a_quarter_of_it() =>
        Assert.That(Enumerable.Range(0, 1_000).Select(_ => Backoff.WithJitter(9).TotalSeconds), Is.All.InRange(3.75, 6.25));
}
