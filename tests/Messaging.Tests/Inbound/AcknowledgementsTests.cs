using System.Threading.Channels;
using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class AcknowledgementsTests
{
    [Test]
    public void All_up_to_the_last_are_acknowledged_with_one_frame() =>
        Assert.That(Acks(delivered: 5, settled: [2, 1, 3, 5, 4]), Is.EqualTo(new[] { (5UL, true) }));

    [Test]
    public void One_that_is_still_open_is_not_acknowledged_by_those_behind_it() =>
        Assert.That(Acks(delivered: 5, settled: [1, 2, 4, 5]), Is.EqualTo(new[] { (2UL, true), (4UL, false), (5UL, false) }));

    [Test]
    public void Behind_an_open_first_one_each_is_acknowledged_alone() =>
        Assert.That(Acks(delivered: 3, settled: [3, 2]), Is.EqualTo(new[] { (3UL, false), (2UL, false) }));

    [Test]
    public void Many_behind_an_open_one_are_passed_over_for_a_while_and_go_with_one_frame_when_it_is_settled()
    {
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var deliveries = Enumerable.Range(1, 50).Select(tag => acknowledgements.Add((ulong)tag)).ToList();
        deliveries[1..].ForEach(delivery => delivery.Acknowledge());

        Assert.That(acknowledgements.Take(), Is.Empty);
        deliveries[0].Acknowledge();
        Assert.That(acknowledgements.Take(), Is.EqualTo(new[] { (50UL, true) }));
    }

    [Test]
    public void Many_behind_one_that_stays_open_are_acknowledged_one_by_one_after_ten_looks()
    {
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var deliveries = Enumerable.Range(1, 50).Select(tag => acknowledgements.Add((ulong)tag)).ToList();
        deliveries[1..].ForEach(delivery => delivery.Acknowledge());

        for (var look = 0; look < 10; look++)
            Assert.That(acknowledgements.Take(), Is.Empty);
        Assert.That(acknowledgements.Take(), Is.EqualTo(Enumerable.Range(2, 49).Select(tag => ((ulong)tag, false))));
    }

    [Test]
    public void At_the_end_nothing_is_passed_over()
    {
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var deliveries = Enumerable.Range(1, 50).Select(tag => acknowledgements.Add((ulong)tag)).ToList();
        deliveries[1..].ForEach(delivery => delivery.Acknowledge());

        Assert.That(acknowledgements.Take(isLast: true), Has.Count.EqualTo(49));
    }

    [Test]
    public void What_was_acknowledged_is_not_acknowledged_again()
    {
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var deliveries = Enumerable.Range(1, 4).Select(tag => acknowledgements.Add((ulong)tag)).ToList();

        deliveries[1].Acknowledge();
        deliveries[3].Acknowledge();
        Assert.That(acknowledgements.Take(), Is.EqualTo(new[] { (2UL, false), (4UL, false) }));

        deliveries[0].Acknowledge();
        Assert.That(acknowledgements.Take(), Is.EqualTo(new[] { (1UL, true) }), "up to 1, and not up to 2 or 4: the broker takes a tag once");

        deliveries[2].Acknowledge();
        Assert.That(acknowledgements.Take(), Is.EqualTo(new[] { (3UL, true) }));
        Assert.That(acknowledgements.Take(), Is.Empty);
    }

    [Test]
    public async Task A_lone_one_waits_for_others_for_fifty_milliseconds()
    {
        await using var running = new Running(prefetch: 1_000);
        running.Settle(1);
        await running.Time.IsWaitedFor;

        running.Time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.That(running.Acks, Is.Empty);
        running.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await running.NextAsync(), Is.EqualTo((1UL, true)));
    }

    [Test]
    public async Task Thirty_two_wait_for_no_others()
    {
        await using var running = new Running(prefetch: 1_000);
        running.Settle(32);

        Assert.That(await running.NextAsync(), Is.EqualTo((32UL, true)));
    }

    [TestCase(1, 1)]
    [TestCase(40, 10)]
    public async Task Of_a_channel_that_holds_few_a_quarter_waits_for_no_others(int prefetch, int settled)
    {
        await using var running = new Running(prefetch);
        running.Settle(settled);

        Assert.That(await running.NextAsync(), Is.EqualTo(((ulong)settled, true)));
    }

    [Test]
    public async Task Told_to_end_it_waits_for_nothing()
    {
        await using var running = new Running(prefetch: 1_000);
        running.Settle(3);
        await running.Time.IsWaitedFor;
        await running.DisposeAsync();

        Assert.That(running.Acks, Is.EqualTo(new[] { (3UL, true) }));
    }

    /// <summary>Whatever the order: nothing open is ever covered, and everything settled is covered exactly once.</summary>
    [Test]
    public void In_any_order_each_is_acknowledged_once_and_only_when_it_is_settled([Range(1, 50)] int seed)
    {
        var random = new Random(seed);
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var open = new Dictionary<ulong, Acknowledgements.Delivery>();
        var (settled, acknowledged) = (new HashSet<ulong>(), new HashSet<ulong>());
        var outstanding = new SortedSet<ulong>();
        for (ulong tag = 1; tag <= 300 || open.Count > 0;)
        {
            var action = random.Next(5);
            if (action < 2 && tag <= 300)
            {
                open.Add(tag, acknowledgements.Add(tag));
                outstanding.Add(tag++);
            }
            else if (action < 4 && open.Count > 0)
            {
                var (done, delivery) = open.ElementAt(random.Next(open.Count));
                open.Remove(done);
                settled.Add(done);
                delivery.Acknowledge();
            }
            else
            {
                Broker(acknowledgements.Take());
            }
        }

        Broker(acknowledgements.Take());
        Assert.That(acknowledged, Has.Count.EqualTo(300));

        void Broker(IReadOnlyList<(ulong Tag, bool Multiple)> acks)
        {
            foreach (var (tag, multiple) in acks)
            {
                Assert.That(outstanding, Does.Contain(tag), "another tag would close the channel");
                foreach (var covered in multiple ? outstanding.GetViewBetween(0, tag).ToList() : [tag])
                {
                    Assert.That(settled, Does.Contain(covered));
                    Assert.That(acknowledged.Add(covered), Is.True);
                    outstanding.Remove(covered);
                }
            }
        }
    }

    private static IReadOnlyList<(ulong Tag, bool Multiple)> Acks(int delivered, int[] settled)
    {
        var acknowledgements = new Acknowledgements(TimeProvider.System, prefetch: 1_000);
        var deliveries = Enumerable.Range(1, delivered).Select(tag => acknowledgements.Add((ulong)tag)).ToList();
        foreach (var tag in settled)
            deliveries[tag - 1].Acknowledge();
        return acknowledgements.Take();
    }

    /// <summary>On a clock that stands still.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly Acknowledgements _acknowledgements;
        private readonly Channel<(ulong, bool)> _acks = Channel.CreateUnbounded<(ulong, bool)>();
        private readonly Task _running;

        public Running(int prefetch)
        {
            _acknowledgements = new Acknowledgements(Time, prefetch);
            _running = _acknowledgements.RunAsync((tag, multiple) => _acks.Writer.WriteAsync((tag, multiple)));
        }

        public NotedTime Time { get; } = new();

        public IEnumerable<(ulong, bool)> Acks
        {
            get
            {
                while (_acks.Reader.TryRead(out var ack))
                    yield return ack;
            }
        }

        public void Settle(int deliveries) =>
            Enumerable.Range(1, deliveries).Select(tag => _acknowledgements.Add((ulong)tag)).ToList().ForEach(delivery => delivery.Acknowledge());

        public Task<(ulong, bool)> NextAsync() => _acks.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        public async ValueTask DisposeAsync()
        {
            _acknowledgements.Complete();
            await _running;
        }
    }
}
