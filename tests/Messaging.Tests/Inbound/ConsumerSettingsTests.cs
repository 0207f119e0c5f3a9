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
        Has.One.Contains("HandlerDeadline is 00:05:00; give a time from 00:00:01 to 00:00:56").And.One.Contains("waits behind 31 others"));

    [Test]
    public void A_deadline_that_cuts_off_what_a_handler_may_need_is_refused() => Assert.That(
        new ConsumerSettings { HandlerDeadline = TimeSpan.FromMinutes(1) }.Problems(longestTry: TimeSpan.FromSeconds(75)),
        Has.One.Contains("HandlerDeadline is 00:01:00, less than the 00:01:15"));
}
