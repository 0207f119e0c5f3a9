using Microsoft.Extensions.Time.Testing;
using Notifications.OrdersEndpoint.Limits;

namespace Notifications.OrdersEndpoint.Tests.Limits;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)] // each with a clock of its own
public sealed class PaceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    [TestCase(0, 100, 10, 1, 110, 0, TestName = "The first may go ahead")]
    [TestCase(110, 100, 10, 1, 110, 10, TestName = "The next waits for its turn")]
    [TestCase(110, 110, 10, 1, 120, 0, TestName = "On its turn it may go ahead")]
    [TestCase(110, 100, 10, 3, 120, 0, TestName = "Within the burst nobody waits")]
    [TestCase(130, 100, 10, 3, 130, 10, TestName = "After the burst the wait is for one interval")]
    [TestCase(130, 115, 10, 3, 140, 0, TestName = "Time that passes is burst again")]
    [TestCase(130, 1_000, 10, 3, 1_010, 0, TestName = "A long rest gives one whole burst and no more")]
    public void One_decision(long due, long now, long interval, int burst, long nextDue, long wait) =>
        Assert.That(Gcra.Take(due, now, interval, burst), Is.EqualTo((nextDue, wait)));

    [Test]
    public void So_many_at_once_and_then_one_an_interval_and_each_key_for_itself()
    {
        var pace = new Pace(Interval, burst: 3, _time);
        Assert.That(Enumerable.Range(0, 4).Select(_ => pace.TryTake("a")), Is.EqualTo(new TimeSpan?[] { null, null, null, Interval }));
        Assert.That(pace.TryTake("b"), Is.Null);

        _time.Advance(Interval);
        Assert.That((pace.TryTake("a"), pace.TryTake("a")), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)Interval)));
    }

    [Test]
    public void What_did_not_go_ahead_after_all_is_given_back()
    {
        var pace = new Pace(Interval, burst: 1, _time);
        pace.TryTake("a");
        pace.GiveBack("a");
        pace.GiveBack("never seen");
        Assert.That((pace.TryTake("a"), pace.TryTake("a")), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)Interval)));
    }

    [Test]
    public void Of_many_at_the_same_time_exactly_the_burst_may_go_ahead()
    {
        var pace = new Pace(Interval, burst: 50, _time);
        var went = 0;
        Parallel.For(0, 1_000, _ =>
        {
            if (pace.TryTake("a") is null)
                Interlocked.Increment(ref went);
        });
        Assert.That(went, Is.EqualTo(50));
    }

    [Test]
    public void Keys_whose_time_is_past_are_forgotten()
    {
        var pace = new Pace(Interval, burst: 1, _time);
        for (var i = 0; i < 50_000; i++)
        {
            pace.TryTake($"{i}");
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.That(pace.Known, Is.LessThan(10_000), "an interval has 1,000 of them, and a sweep comes after 8,192");
    }

    [Test]
    public void A_clock_that_is_set_back_refuses_nobody()
    {
        var clock = new WallClock { Shows = DateTimeOffset.UnixEpoch.AddYears(50) };
        var pace = new Pace(TimeSpan.FromMicroseconds(0.1), burst: 1, clock); // over as soon as it has begun
        Assert.That(pace.TryTake("a"), Is.Null);
        clock.Shows -= TimeSpan.FromMinutes(20);
        Assert.That(() => pace.TryTake("a"), Is.Null.After(1_000, 1));
    }

    [TestCase("ana@example.test", "ANA@Example.Test")]
    [TestCase("ana@example.test", "ana+shop@example.test")]
    [TestCase("ana@example.test", "ana+a+b@example.test")]
    [TestCase("ana@bücher.example", "ana@xn--bcher-kva.example")]
    public void Addresses_of_one_mailbox_are_one(string one, string other) => Assert.That(RecipientLimit.MailboxOf(one), Is.EqualTo(RecipientLimit.MailboxOf(other)));

    [TestCase("ana@example.test", "bia@example.test")]
    [TestCase("ana@example.test", "ana@example.example")]
    [TestCase("+ana@example.test", "+bia@example.test")]
    public void Others_are_not(string one, string other) => Assert.That(RecipientLimit.MailboxOf(one), Is.Not.EqualTo(RecipientLimit.MailboxOf(other)));

    /// <summary>Time goes on, whatever it shows.</summary>
    private sealed class WallClock : TimeProvider
    {
        public DateTimeOffset Shows { get; set; }

        public override DateTimeOffset GetUtcNow() => Shows;
    }
}
