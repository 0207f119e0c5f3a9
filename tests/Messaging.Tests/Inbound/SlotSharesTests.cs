using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>Who gets the next free slot. 16 slots, one retry in 4, if a test does not say otherwise.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SlotSharesTests
{
    private static readonly SlotShares Shares = new(Slots: 16, OneRetryIn: 4);

    [TestCase(16, 0)]
    [TestCase(4, 12)]
    [TestCase(12, 4)]
    public void Nobody_gets_a_slot_while_none_is_free(int newHeld, int retriesHeld) =>
        Assert.That(Shares.Next(new(newHeld, retriesHeld, Owed: 9), newWait: true, retriesWait: true), Is.Null);

    [Test]
    public void Nobody_gets_a_slot_while_nobody_waits() => Assert.That(Shares.Next(new(0, 0, Owed: 9), newWait: false, retriesWait: false), Is.Null);

    [Test]
    public void New_messages_may_hold_all_slots_while_there_are_no_retries() =>
        Assert.That(Shares.Next(new(New: 15, Retries: 0, Owed: 0), newWait: true, retriesWait: false), Is.EqualTo(Lane.New));

    [TestCase(11, true)]
    [TestCase(12, false, Description = "a quarter of the slots is kept for new messages, which may come at any moment")]
    public void Retries_may_hold_all_slots_but_a_quarter_while_nothing_new_is_there(int retriesHeld, bool may) =>
        Assert.That(Shares.Next(new(0, retriesHeld, Owed: 0), newWait: false, retriesWait: true), Is.EqualTo(may ? Lane.Retries : (Lane?)null));

    [TestCase(0, false)]
    [TestCase(2, false)]
    [TestCase(3, true)]
    [TestCase(9, true)]
    public void While_both_wait_every_fourth_is_a_retry(int newBeforeIt, bool isRetry) =>
        Assert.That(Shares.Next(new(New: 0, Retries: 0, newBeforeIt), newWait: true, retriesWait: true), Is.EqualTo(isRetry ? Lane.Retries : Lane.New));

    [TestCase(3, true)]
    [TestCase(4, false)]
    [TestCase(12, false)]
    public void While_both_wait_retries_that_hang_hold_no_more_than_their_share(int retriesHeld, bool isRetry) =>
        Assert.That(Shares.Next(new(New: 0, retriesHeld, Owed: 9), newWait: true, retriesWait: true), Is.EqualTo(isRetry ? Lane.Retries : Lane.New));

    [TestCase(1, 0, 1)]
    [TestCase(2, 1, 1)]
    [TestCase(3, 1, 2)]
    [TestCase(4, 1, 3)]
    [TestCase(5, 2, 3)]
    [TestCase(16, 4, 12)]
    [TestCase(1_000, 250, 750)]
    public void At_least_a_quarter_is_kept_for_new_messages_and_one_slot_when_there_are_two(int slots, int kept, int mostRetries)
    {
        var shares = new SlotShares(slots, OneRetryIn: 4);
        Assert.That((shares.KeptForNew, shares.MostRetries(newWait: false)), Is.EqualTo((kept, mostRetries)));
    }

    [TestCase(1, 2, 1)]
    [TestCase(1, 4, 1)]
    [TestCase(2, 2, 1)]
    [TestCase(3, 4, 1)]
    [TestCase(16, 2, 8)]
    [TestCase(16, 100, 1)]
    public void The_share_is_at_least_one_slot(int slots, int oneRetryIn, int mostRetries) =>
        Assert.That(new SlotShares(slots, oneRetryIn).MostRetries(newWait: true), Is.EqualTo(mostRetries));

    [Test]
    public void What_retries_missed_while_they_held_their_share_is_made_up_for_by_no_more_than_that_in_a_row()
    {
        var held = new SlotShares.Held(New: 0, Retries: 4, Owed: 0);
        for (var i = 0; i < 1_000; i++)
            held = Shares.After(held, Lane.New, retriesWait: true).Without(Lane.New);
        Assert.That(held.Owed, Is.EqualTo(4 * 3));
    }

    [Test]
    public void New_messages_owe_nothing_to_retries_that_are_not_there() =>
        Assert.That(Shares.After(default, Lane.New, retriesWait: false), Is.EqualTo(new SlotShares.Held(New: 1, Retries: 0, Owed: 0)));

    /// <summary>Slots, one retry in so many, and how long a new message and a retry are handled: the share is kept where they take equally long, and nobody starves where not.</summary>
    [TestCase(1, 4, 1, 1, 0.25)]
    [TestCase(2, 4, 1, 1, 0.25)]
    [TestCase(3, 4, 1, 1, 0.25)]
    [TestCase(16, 4, 1, 1, 0.25)]
    [TestCase(16, 2, 1, 1, 0.5)]
    [TestCase(16, 10, 1, 1, 0.1)]
    [TestCase(16, 4, 10, 1, 0.25, TestName = "Slow new messages do not take the turns of retries")]
    [TestCase(16, 4, 1, 100, 0.0033, TestName = "Slow retries leave three quarters of the slots to new messages")]
    public void With_both_lanes_always_full_retries_get_their_share(int slots, int oneRetryIn, int newTakes, int retryTakes, double share)
    {
        var (shares, held, running, begun) = (new SlotShares(slots, oneRetryIn), default(SlotShares.Held), new List<(int Ends, Lane Lane)>(), new List<Lane>());
        for (var now = 0; begun.Count < 20_000; now++)
        {
            foreach (var (_, ended) in running.Where(run => run.Ends == now))
                held = held.Without(ended);
            running.RemoveAll(run => run.Ends == now);
            while (shares.Next(held, newWait: true, retriesWait: true) is { } lane)
            {
                held = shares.After(held, lane, retriesWait: true);
                running.Add((now + (lane == Lane.New ? newTakes : retryTakes), lane));
                begun.Add(lane);
            }
        }

        Assert.That(begun.Count(lane => lane == Lane.Retries) / (double)begun.Count, Is.EqualTo(share).Within(share / 10));
    }

    [TestCase(16, 4, 64, 22)]
    [TestCase(16, 2, 64, 64)]
    [TestCase(4, 4, 4, 3, Description = "as many as may be handled at once")]
    [TestCase(1, 4, 1, 1)]
    public void Retries_come_ahead_in_the_proportion_of_their_turns(int slots, int oneRetryIn, int prefetch, int retries) =>
        Assert.That(new SlotShares(slots, oneRetryIn).RetriesAhead(prefetch), Is.EqualTo(retries));

    [TestCase(16, 4, 64, 7, Description = "one that others hold the slots in, and 64 messages in turns at 12 slots")]
    [TestCase(16, 4, 500, 43)]
    [TestCase(1, 4, 1, 5, Description = "a retry behind a message that runs and three new ones that go first")]
    public void The_last_one_that_came_ahead_waits_for_its_lanes_turns(int slots, int oneRetryIn, int prefetch, int rounds) =>
        Assert.That(new SlotShares(slots, oneRetryIn).Rounds(prefetch), Is.EqualTo(rounds));
}
