using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class ConsumerSettingsTests
{
    [Test]
    public void The_defaults_are_good() => Assert.That(new ConsumerSettings().Problems(), Is.Empty);

    [Test]
    public void A_deadline_that_lets_a_prefetched_message_wait_past_the_brokers_timeout_is_refused() => Assert.That(
        new ConsumerSettings { Concurrency = 16, Prefetch = 500 }.Problems(),
        Has.One.Contains("HandlerDeadline is 00:03:00; give a time from 00:00:01 to 00:00:34").And.One.Contains("waits behind 42 others"));

    [Test]
    public void A_deadline_is_refused_too_when_it_is_a_retry_that_waits_long_for_its_turns() => Assert.That(
        new ConsumerSettings { OneRetryIn = 50 }.Problems(),
        Has.One.Contains("give a time from 00:00:01 to 00:00:38").And.One.Contains("Consumer:OneRetryIn 50 a message waits behind 38 others"));

    [Test]
    public void A_deadline_is_refused_too_when_a_pause_takes_the_time_for_it() => Assert.That(
        new ConsumerSettings { HoldWhilePaused = TimeSpan.FromMinutes(12) }.Problems(),
        Has.One.Contains("give a time from 00:00:01 to 00:02:34").And.One.Contains("Consumer:HoldWhilePaused 00:12:00"));

    [TestCase("00:00:00")]
    [TestCase("00:15:01")]
    public void A_pause_that_is_held_until_the_broker_cuts_it_off_is_refused(string hold) => Assert.That(
        new ConsumerSettings { HoldWhilePaused = TimeSpan.Parse(hold, null) }.Problems(), Has.Some.Contains($"HoldWhilePaused is {hold}; give a time from 00:00:01 to 00:15:00"));

    [TestCase(1)]
    [TestCase(101)]
    public void A_share_of_retries_that_starves_one_of_the_lanes_is_refused(int oneRetryIn) =>
        Assert.That(new ConsumerSettings { OneRetryIn = oneRetryIn }.Problems(), Has.One.Contains($"OneRetryIn is {oneRetryIn}; give a number from 2"));

    [Test]
    public void A_deadline_that_cuts_off_what_a_handler_may_need_is_refused() => Assert.That(
        new ConsumerSettings { HandlerDeadline = TimeSpan.FromMinutes(1) }.Problems(longestTry: TimeSpan.FromSeconds(75)),
        Has.One.Contains("HandlerDeadline is 00:01:00, less than the 00:01:15"));
}
