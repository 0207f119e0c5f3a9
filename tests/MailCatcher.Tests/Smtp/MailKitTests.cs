using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Tests.Smtp;

/// <summary>The client the product sends with.</summary>
public sealed class MailKitTests : CatcherFixture
{
    [Test]
    public async Task MailKit_sends_a_message_and_it_arrives_as_it_was()
    {
        using var message = Message("grüße@example.org");
        using var client = await ClientAsync();
        var answer = await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);

        var caught = (await Catcher.Inbox.WaitForAsync(1, caught => caught.IsTo("GRÜSSE@example.org") || caught.IsTo("grüße@example.org"))).Single();
        using var parsed = caught.Parse();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Does.EndWith($"queued as {caught.Id}"));
            Assert.That(parsed.Subject, Is.EqualTo("Grüße aus Köln"));
            Assert.That(parsed.TextBody!.ReplaceLineEndings("\n"), Is.EqualTo("Hello.\n.\n..\nBye.\n"));
            Assert.That(parsed.HtmlBody, Is.EqualTo("<p>Hello.</p>"));
        }
    }

    [Test]
    public async Task MailKit_sees_every_extension()
    {
        using var client = await ClientAsync();
        Assert.That(
            client.Capabilities,
            Is.EqualTo(SmtpCapabilities.Pipelining | SmtpCapabilities.EightBitMime | SmtpCapabilities.UTF8 | SmtpCapabilities.Size | SmtpCapabilities.EnhancedStatusCodes));
    }

    [Test]
    public async Task A_refused_recipient_leaves_MailKit_connected_and_the_next_message_goes_through()
    {
        Catcher.Faults.Add(new(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = "nobody@" });
        using var client = await ClientAsync();
        using var bad = Message("nobody@example.org");
        using var good = Message("ada@example.org");

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(bad));
        await client.SendAsync(good);

        Assert.That(refused.ErrorCode, Is.EqualTo(SmtpErrorCode.RecipientNotAccepted));
        Assert.That(Catcher.Inbox.Messages.Single().To, Is.EqualTo(new[] { "ada@example.org" }));
    }

    private async Task<SmtpClient> ClientAsync()
    {
        var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", Catcher.SmtpPort, SecureSocketOptions.None);
        return client;
    }

    private static MimeMessage Message(string recipient) => new()
    {
        Subject = "Grüße aus Köln",
        From = { MailboxAddress.Parse("shop@example.com") },
        To = { MailboxAddress.Parse(recipient) },
        Body = new BodyBuilder { TextBody = "Hello.\n.\n..\nBye.\n", HtmlBody = "<p>Hello.</p>" }.ToMessageBody(),
    };
}
