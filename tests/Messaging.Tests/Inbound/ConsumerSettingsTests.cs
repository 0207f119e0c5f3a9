using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class ConsumerSettingsTests
{
    [Test]
    public void The_defaults_are_good() => Assert.That(new ConsumerSettings().Problems(), Is.Empty);

    [Test]
    public void A_deadline_that_lets_a_prefetched_message_wait_past_the_brokers_timeout_is_refused() => Assert.That(
        new ConsumerSettings { Prefetch = 500 }.Problems(),
        Has.One.Contains("HandlerDeadline is 00:03:00; give a time from 00:00:01 to 00:00:41").And.One.Contains("waits behind 42 others"));

    [Test]
    public void A_deadline_is_refused_too_when_it_is_a_retry_that_waits_long_for_its_turns() => Assert.That(
        new ConsumerSettings { OneRetryIn = 50 }.Problems(),
        Has.One.Contains("give a time from 00:00:01 to 00:00:46").And.One.Contains("Consumer:OneRetryIn 50 a message waits behind 38 others"));

    [TestCase(1)]
    [TestCase(101)]
    public void A_share_of_retries_that_starves_one_of_the_lanes_is_refused(int oneRetryIn) =>
        Assert.That(new ConsumerSettings { OneRetryIn = oneRetryIn }.Problems(), Has.One.Contains($"OneRetryIn is {oneRetryIn}; give a number from 2"));

    [Test]
    public void A_deadline_that_cuts_off_what_a_handler_may_need_is_refused() => Assert.That(
        new ConsumerSettings { HandlerDeadline = TimeSpan.FromMinutes(1) }.Problems(longestTry: TimeSpan.FromSeconds(75)),
        Has.One.Contains("HandlerDeadline is 00:01:00, less than the 00:01:15"));
}
