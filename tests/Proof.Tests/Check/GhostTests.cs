using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class GhostTests
{
    [Test]
    public void An_e_mail_without_an_order_is_one() =>
        Assert.That(SoundRun.Evidence.ChangeLedger(SoundRun.UnknownAndStored, _ => null).Broken(), Is.EqualTo(new[] { "ghost" }));

    [Test]
    public void An_e_mail_to_a_stranger_is_one_and_a_leak() =>
        Assert.That(SoundRun.Evidence.WithMail(SoundRun.Mail(99, 1)).Broken(), Is.EqualTo(new[] { "ghost", "no leak" }));

    [Test]
    public void A_refused_mail_to_a_stranger_is_none() =>
        Assert.That(SoundRun.Evidence.WithMail(SoundRun.Mail(99, 1) with { Taken = false, Answer = "451 4.3.0 later" }).Broken(), Is.Empty);

    [Test]
    public void An_order_that_nobody_asked_for_is_one() =>
        Assert.That(
            SoundRun.Evidence.ChangeClient(SoundRun.UnknownAndStored, _ => null).Expecting(expected => expected with { LeastUnknown = 2 }).Broken(),
            Is.EqualTo(new[] { "ghost", "no leak" }));

    [Test]
    public void An_order_whose_client_was_only_told_no_is_one() =>
        Assert.That(
            SoundRun.Evidence.ChangeClient(SoundRun.UnknownAndStored, line => line with { Outcome = Answered.Refused })
                .Expecting(expected => expected with { LeastUnknown = 2 }).Broken(),
            Is.EqualTo(new[] { "ghost" }));

    [Test]
    public void A_no_before_a_yes_makes_none()
    {
        var sound = SoundRun.Evidence;
        Assert.That((sound with { Client = [SoundRun.Request(SoundRun.Plain, Answered.Refused), .. sound.Client] }).Broken(), Is.Empty);
    }
}
