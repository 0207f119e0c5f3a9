using System.Text;

namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class SmugglingTests : CatcherFixture
{
    [TestCase("\n.\n")]
    [TestCase("\r.\r")]
    [TestCase("\n.\r\n")]
    [TestCase("\r\n.\n")]
    [TestCase("\r\n.\r")]
    [TestCase("\r.\r\n")]
    [TestCase("\r\n\0.\r\n")]
    public async Task Only_CR_LF_dot_CR_LF_ends_a_message(string wrongEnd)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.DeliverAsync(
            content: $"first{wrongEnd}MAIL FROM:<boss@example.com>\r\nRCPT TO:<bank@example.com>\r\nDATA\r\nsmuggled\r\n");
        await client.SayAsync("NOOP", "250");

        var message = Catcher.Inbox.Messages.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.From, Is.EqualTo("shop@example.com"));
            Assert.That(Encoding.UTF8.GetString(message.Raw.Span), Does.Contain("smuggled"));
        }
    }

    [Test]
    public async Task A_command_that_ends_with_LF_alone_is_refused()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SendAsync("MAIL FROM:<a@example.com>\nRCPT TO:<b@example.com>\r\n");
        await client.HearAsync("500 5.5.2");
        await client.HearAsync("503");
    }

    [Test]
    public async Task A_stuffed_dot_is_taken_away_and_others_stay()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.DeliverAsync(content: "..\r\n..a\r\n...\r\na..\r\n.b\r\n");
        Assert.That(Encoding.UTF8.GetString(Catcher.Inbox.Messages.Single().Raw.Span), Is.EqualTo(".\r\n.a\r\n..\r\na..\r\nb\r\n"));
    }
}
