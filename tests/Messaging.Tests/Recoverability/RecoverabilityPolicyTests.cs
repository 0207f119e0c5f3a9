using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Recoverability;

[Parallelizable(ParallelScope.All)]
public sealed class RecoverabilityPolicyTests
{
    private static readonly RecoverabilitySettings Settings = new() { ImmediateRetries = 2, DelayedRetrySeconds = "5,15" };
    private static readonly Exception Cause = new InvalidOperationException("it broke");

    [Test]
    public void What_is_handled_is_acknowledged() =>
        Assert.That(Decide(new Outcome.Handled()), Is.TypeOf<NextStep.Acknowledge>());

    [Test]
    public void What_is_abandoned_is_handed_back_and_spends_nothing() =>
        Assert.That(Decide(new Outcome.Abandoned()), Is.TypeOf<NextStep.HandBack>());

    [TestCase(0)]
    [TestCase(2)]
    public void What_is_deferred_comes_back_and_spends_no_retry_however_often(int retriesSoFar) =>
        Assert.That(
            Decide(new Outcome.Deferred(TimeSpan.FromSeconds(10), "relay down"), tries: 9, retriesSoFar),
            Is.EqualTo(new NextStep.TryAgainLater(TimeSpan.FromSeconds(10), null, "relay down")));

    [TestCase(1)]
    [TestCase(2)]
    public void A_glitch_is_tried_again_at_once_as_often_as_set(int tries) =>
        Assert.That(Decide(new Outcome.Failed(Cause), tries), Is.TypeOf<NextStep.TryAgainNow>());

    [TestCase(0, 5, 1)]
    [TestCase(1, 15, 2)]
    public void Then_it_is_delayed_by_the_schedule(int retriesSoFar, int seconds, int retry) =>
        Assert.That(
            Decide(new Outcome.Failed(Cause), tries: 3, retriesSoFar),
            Is.EqualTo(new NextStep.TryAgainLater(TimeSpan.FromSeconds(seconds), retry, "it broke")));

    [Test]
    public void At_the_end_of_the_schedule_it_goes_to_the_error_queue() =>
        Assert.That(Decide(new Outcome.Failed(Cause), tries: 3, retriesSoFar: 2), Is.EqualTo(new NextStep.MoveToError(Cause)));

    [Test]
    public void What_needs_time_is_not_tried_at_once() =>
        Assert.That(Decide(new Outcome.Failed(Cause, Retry.Later)), Is.TypeOf<NextStep.TryAgainLater>());

    [Test]
    public void What_cannot_succeed_goes_to_the_error_queue_at_once() =>
        Assert.That(Decide(new Outcome.Failed(Cause, Retry.Never)), Is.EqualTo(new NextStep.MoveToError(Cause)));

    [TestCase("")]
    [TestCase("many")]
    [TestCase("-3")]
    public void A_retry_count_that_nobody_can_read_counts_as_none(string header)
    {
        var message = Message() with { Headers = new Dictionary<string, string> { [Headers.Retries] = header } };
        Assert.That(RecoverabilityPolicy.NextDelay(message, chance: 0, Settings), Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [TestCase(19, false)]
    [TestCase(20, true)]
    public void A_message_that_keeps_killing_its_process_is_refused(long earlierDeliveries, bool refused) =>
        Assert.That(RecoverabilityPolicy.Refuse(Message() with { EarlierDeliveries = earlierDeliveries }, Settings) is not null, Is.EqualTo(refused));

    [Test]
    public void When_everything_fails_it_rests_and_spends_no_retry_even_at_the_end_of_the_schedule() =>
        Assert.That(
            Decide(new Outcome.Failed(Cause), tries: 3, retriesSoFar: 2, everythingFails: true),
            Is.EqualTo(new NextStep.TryAgainLater(TimeSpan.FromSeconds(5), null, "it broke")));

    [Test]
    public void When_everything_fails_what_has_a_cause_of_its_own_goes_its_way_all_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Decide(new Outcome.Failed(Cause, Retry.Never), everythingFails: true), Is.EqualTo(new NextStep.MoveToError(Cause)));
            Assert.That(Decide(new Outcome.Failed(Cause, Retry.Later), everythingFails: true), Is.EqualTo(new NextStep.TryAgainLater(TimeSpan.FromSeconds(5), 1, "it broke")));
        }
    }

    [TestCase(0, 15)]
    [TestCase(0.5, 16.5)]
    [TestCase(1, 18)]
    public void A_pause_is_prolonged_by_chance_up_to_a_fifth_and_never_shortened(double chance, double seconds) =>
        Assert.That(RecoverabilityPolicy.NextDelay(Message(retries: 1), chance, Settings)!.Value.TotalSeconds, Is.EqualTo(seconds).Within(0.001));

    [TestCase(0, 1, 1)]
    [TestCase(0, 3, 3)]
    [TestCase(2, 1, 7)]
    public void An_attempt_is_counted_over_all_deliveries(int retriesSoFar, int tries, int attempt) =>
        Assert.That(RecoverabilityPolicy.Attempt(Message(retriesSoFar), tries, Settings), Is.EqualTo(attempt));

    [Test]
    public void A_body_that_is_too_large_is_refused_with_its_size()
    {
        var large = Message() with { Body = new byte[(2 * 1024 * 1024) + 1] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RecoverabilityPolicy.Refuse(large, Settings)?.Message, Is.EqualTo("The body has 2097153 bytes; at most 2097152 are read (Recoverability:LargestBody)."));
            Assert.That(RecoverabilityPolicy.Refuse(large with { Body = new byte[2 * 1024 * 1024] }, Settings), Is.Null);
        }
    }

    private static NextStep Decide(Outcome outcome, int tries = 1, int retriesSoFar = 0, bool everythingFails = false) => RecoverabilityPolicy.Decide(
        outcome, tries, Message(retriesSoFar), RecoverabilityPolicy.NextDelay(Message(retriesSoFar), chance: 0, Settings), everythingFails, Settings);

    private static IncomingMessage Message(int retries = 0) => new(
        "id", "Type", new Dictionary<string, string> { [Headers.Retries] = $"{retries}" }, ReadOnlyMemory<byte>.Empty, EarlierDeliveries: 0);
}
