using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Tests.Recoverability;

[Parallelizable(ParallelScope.All)]
public sealed class RecoverabilitySettingsTests
{
    [Test]
    public void The_defaults_are_good_and_fit_into_five_minutes()
    {
        var settings = new RecoverabilitySettings();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Problems(), Is.Empty);
            Assert.That(settings.Delays.Select(delay => delay.TotalSeconds), Is.EqualTo(new[] { 5, 15, 30, 60 }));
            // 15 tries of 5 s, 110 s of pauses and a fifth more, 4 roundings to whole seconds.
            Assert.That(settings.WorstCase.TotalSeconds, Is.EqualTo(75 + 132 + 4));
        }
    }

    [TestCase("5,15,x")]
    [TestCase("0")]
    [TestCase("5;15")]
    [TestCase("301")]
    public void A_schedule_that_cannot_be_read_is_named_with_its_value(string schedule) =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = schedule }.Problems(), Has.One.Contains($"DelayedRetrySeconds is '{schedule}'"));

    [Test]
    public void A_schedule_that_ends_after_the_e_mail_is_due_is_refused_with_its_worst_case() =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = "60,60,60,60" }.Problems(), Has.One.Contains("'60,60,60,60'").And.One.Contains("367 s after the first"));

    [Test]
    public void No_delayed_retries_is_a_schedule_too() =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = "" }.Problems(), Is.Empty);
}
