using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class IdenticalTests
{
    [Test]
    public void A_copy_with_another_Message_ID_breaks_it() => Assert.That(SecondCopy(copy => copy with { MessageId = "<other@proof.example>" }), Is.EqualTo(new[] { "identical" }));

    [Test]
    public void A_copy_without_one_breaks_it() => Assert.That(SecondCopy(copy => copy with { MessageId = null }), Is.EqualTo(new[] { "identical" }));

    [Test]
    public void A_copy_with_other_bytes_breaks_it() => Assert.That(SecondCopy(copy => copy with { Content = "other" }), Is.EqualTo(new[] { "identical" }));

    [Test]
    public void An_only_mail_without_a_Message_ID_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Plain, mail => mail with { MessageId = null }).Broken(), Is.EqualTo(new[] { "identical" }));

    [Test]
    public void Two_orders_with_one_Message_ID_break_it() =>
        Assert.That(
            SoundRun.Evidence.ChangeMail(SoundRun.Plain, mail => mail with { MessageId = $"<{SoundRun.Deferred}@proof.example>" }).Broken(), Is.EqualTo(new[] { "identical" }));

    private static IEnumerable<string> SecondCopy(Func<MailLine, MailLine> change) =>
        SoundRun.Evidence.ChangeMail(SoundRun.Unread, mail => mail.CouldBeRead ? change(mail) : mail).Broken();
}
