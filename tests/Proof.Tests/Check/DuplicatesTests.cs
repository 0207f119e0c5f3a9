namespace Notifications.Proof.Tests.Check;

public sealed class DuplicatesTests
{
    [Test]
    public void None_may_be_where_none_may_be()
    {
        var finding = SoundRun.Evidence.Expecting(expected => expected with { DuplicatesPossible = false });
        Assert.That(finding.Broken(), Is.EqualTo(new[] { "duplicates" }));
        Assert.That(finding.Find("duplicates").Broken, Is.EqualTo(2));
    }

    [TestCase(1, true)]
    [TestCase(0, false)]
    public void As_many_may_be_as_sessions_at_a_fault_and_answers_that_nobody_could_read(int sessions, bool holds)
    {
        var sound = SoundRun.Evidence;
        Assert.That((sound with { Run = sound.Run with { Sessions = sessions } }).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "duplicates" }));
    }

    [Test]
    public void Each_fault_that_leaves_it_open_counts_with_its_sessions_and_no_other_fault()
    {
        var sound = SoundRun.Evidence;
        var run = sound.Run with { Sessions = 3 };
        Assert.That((sound with { Run = run }).Find("duplicates").Note, Does.StartWith("2, at most 4:"));
        Assert.That((sound with { Run = run, Faults = [.. sound.Faults, sound.Faults[0]] }).Find("duplicates").Note, Does.StartWith("2, at most 7:"));
        Assert.That((sound with { Run = run, Faults = [.. sound.Faults, sound.Faults[1]] }).Find("duplicates").Note, Does.StartWith("2, at most 4:"));
    }

    [Test]
    public void A_mail_that_was_put_off_is_no_duplicate() => Assert.That(SoundRun.Evidence.Find("duplicates").Checked, Is.EqualTo(8));

    [Test]
    public void Three_of_one_order_are_two_too_many()
    {
        var sound = SoundRun.Evidence.WithMail(SoundRun.Mail(SoundRun.Unread, 2) with { Answer = null, CouldBeRead = false });
        Assert.That(sound.Find("duplicates").Note, Does.StartWith("3, at most 12:"));
    }
}
