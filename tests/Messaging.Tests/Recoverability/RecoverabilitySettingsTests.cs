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
            Assert.That(settings.Delays.Sum(delay => delay.TotalSeconds), Is.EqualTo(110));
        }
    }

    [TestCase("5,15,x")]
    [TestCase("0")]
    [TestCase("5;15")]
    [TestCase("301")]
    public void A_schedule_that_cannot_be_read_is_named_with_its_value(string schedule) =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = schedule }.Problems(), Has.One.Contains($"DelayedRetrySeconds is '{schedule}'"));

    [Test]
    public void A_schedule_that_ends_after_the_e_mail_is_due_is_refused() =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = "100,100,100" }.Problems(), Has.One.Contains("after the e-mail was due"));

    [Test]
    public void No_delayed_retries_is_a_schedule_too() =>
        Assert.That(new RecoverabilitySettings { DelayedRetrySeconds = "" }.Problems(), Is.Empty);
}
