using System.Text;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class PipeliningTests : CatcherFixture
{
    private const string Envelope = "MAIL FROM:<shop@example.com>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n";

    [Test]
    public async Task A_whole_conversation_in_one_write_is_answered_in_order()
    {
        using var client = await ConnectAsync();
        await client.SendAsync($"EHLO test.example\r\n{Envelope}one\r\n.\r\n{Envelope}two\r\n.\r\nQUIT\r\n");

        await client.HearAsync("220");
        await client.HearAllAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.HearAsync("250 2.1.0");
            await client.HearAsync("250 2.1.5");
            await client.HearAsync("354");
            await client.HearAsync("250 2.0.0 Ok: queued as");
        }

        await client.HearAsync("221");
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Messages.Select(Text), Is.EqualTo(new[] { "one\r\n", "two\r\n" }));
    }

    [Test]
    public async Task It_does_not_matter_where_the_network_cuts_the_bytes()
    {
        const string content = "Subject: x\r\n\r\n..two dots\r\n..\r\n.\rnot the end\r\n\r.\r\n\r\r\n";
        var all = Encoding.UTF8.GetBytes($"EHLO t\r\n{Envelope}{content}.\r\n{Envelope}{content}.\r\nQUIT\r\n");

        using var whole = await ConnectAsync();
        await whole.SendAsync(all);
        using var bytewise = await ConnectAsync();
        foreach (var one in all)
            await bytewise.SendAsync([one]);

        var messages = await Catcher.Inbox.WaitForAsync(4);
        Assert.That(
            messages.Select(Text), Is.All.EqualTo("Subject: x\r\n\r\n.two dots\r\n.\r\n\rnot the end\r\n\r.\r\n\r\r\n"));
    }

    [Test]
    public async Task Answers_are_not_held_back_from_a_client_that_waits_in_the_middle_of_a_pipeline()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SendAsync("NOOP\r\nNOOP\r\nNOO");
        await client.HearAsync("250");
        await client.HearAsync("250");
        await client.SayAsync("P", "250");
    }

    private static string Text(CaughtMessage message) => Encoding.UTF8.GetString(message.Raw.Span);
}
