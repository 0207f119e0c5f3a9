using System.Security.Cryptography;
using System.Text;
using Notifications.Proof.Journals;
using Notifications.Proof.Tests.Check;

namespace Notifications.Proof.Tests.Journals;

public sealed class MailReadingTests
{
    [Test]
    public void A_mail_becomes_a_line()
    {
        const string Content = "Message-Id: <1@shop.example>\r\nTo: Ada\r\n <ada@example.test>\r\nSubject: A: b\r\n\r\nCc: eve@evil.example\r\n";
        var read = MailReading.Read(new(SoundRun.Start, "shop@shop.example", ["ada@example.test"], Encoding.UTF8.GetBytes(Content), Taken: true, "250 Ok", CouldBeRead: true));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.At, read.Sender, read.Taken, read.Answer, read.CouldBeRead), Is.EqualTo((SoundRun.Start, "shop@shop.example", true, "250 Ok", true)));
            Assert.That(read.Recipients, Is.EqualTo(new[] { "ada@example.test" }));
            Assert.That(read.MessageId, Is.EqualTo("<1@shop.example>"));
            Assert.That(read.Headers, Is.EqualTo(new[] { "Message-Id", "To", "Subject" }));
            Assert.That(read.Addressed, Is.EqualTo(new[] { "Ada <ada@example.test>" }));
            Assert.That(read.Content, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))));
        }
    }

    [Test]
    public void A_refused_recipient_has_no_mail()
    {
        var read = MailReading.Read(new(SoundRun.Start, "", ["ada@example.test"], default, Taken: false, "550 no", CouldBeRead: true));
        Assert.That((read.MessageId, read.Content), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(read.Headers.Concat(read.Addressed), Is.Empty);
    }

    [TestCase("to: a@x\r\nCC: b@x\r\nBcc: c@x\r\n\r\n", "to,CC,Bcc", "a@x|b@x|c@x")]
    [TestCase("To: a@x,\r\n\tb@x\r\n\r\n", "To", "a@x, b@x")]
    [TestCase("To: a@x\nBcc: c@x\n\n", "To,Bcc", "a@x|c@x", Description = "A line that ends with LF alone hides nothing.")]
    [TestCase("To: a@x\r\nno header\r\nBcc: c@x\r\n\r\n", "To,no header,Bcc", "a@x|c@x")]
    [TestCase("Bcc : c@x\r\n\r\n", "Bcc", "c@x", Description = "Some servers read it so.")]
    [TestCase(" To: a@x\r\n\r\n", "To", "a@x", Description = "Nothing stands before it that it could belong to.")]
    [TestCase("To: a@x", "To", "a@x")]
    [TestCase("\r\nTo: a@x\r\n", "", "")]
    public void Headers_stand_as_they_are(string content, string names, string addressed)
    {
        var read = MailHeaders.Read(Encoding.UTF8.GetBytes(content));
        Assert.That(string.Join(',', read.Names), Is.EqualTo(names));
        Assert.That(string.Join('|', read.Addressed), Is.EqualTo(addressed));
    }

    [Test]
    public void The_first_Message_ID_counts() =>
        Assert.That(MailHeaders.Read("MESSAGE-ID:\r\n <1@x>\r\nMessage-Id: <2@x>\r\n\r\n"u8).MessageId, Is.EqualTo("<1@x>"));

    [Test]
    public void Headers_without_end_are_read_within_bounds()
    {
        var many = MailHeaders.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("X: y\r\n", 100_000))));
        Assert.That(many.Names, Has.Count.LessThan(300));
        var folded = MailHeaders.Read(Encoding.UTF8.GetBytes("To: a@x\r\n" + string.Concat(Enumerable.Repeat(" b\r\n", 1_000_000))));
        Assert.That(folded.Addressed.Single(), Has.Length.LessThan(70_000));
        var wide = MailHeaders.Read(Encoding.UTF8.GetBytes(new string('x', 1_000_000)));
        Assert.That(wide.Names.Single(), Has.Length.EqualTo(100));
    }
}
