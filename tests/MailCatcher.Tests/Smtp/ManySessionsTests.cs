using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class ManySessionsTests : CatcherFixture
{
    private const int Sessions = 16;
    private const int Each = 500;

    [Test]
    public async Task Sixteen_sessions_that_pipeline_five_hundred_messages_each_lose_and_merge_none()
    {
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(session => Task.Run(() => WriteAllAsync(session))));

        var contents = Catcher.Inbox.Messages.ToDictionary(message => message.To.Single(), message => Encoding.UTF8.GetString(message.Raw.Span));
        var expected = Enumerable.Range(0, Sessions).SelectMany(session => Enumerable.Range(0, Each).Select(number => (session, number)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(contents, Has.Count.EqualTo(Sessions * Each));
            Assert.That(
                expected.Where(one => contents.GetValueOrDefault(Recipient(one.session, one.number)) != Content(one.session, one.number)),
                Is.Empty);
            Assert.That(Catcher.Inbox.Messages.Select(message => message.Id).Distinct().Count(), Is.EqualTo(Sessions * Each));
            Assert.That(Catcher.Connections.Ever, Is.EqualTo(Sessions));
        }
    }

    [Test]
    public async Task Sixteen_MailKit_clients_that_stay_connected_lose_none()
    {
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(session => Task.Run(() => SendAllAsync(session))));

        Assert.That(
            Catcher.Inbox.Messages.Select(message => message.Parse().Subject),
            Is.EquivalentTo(Enumerable.Range(0, Sessions).SelectMany(session => Enumerable.Range(0, 20).Select(number => $"{session}/{number}"))));
    }

    private async Task SendAllAsync(int session)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", Catcher.SmtpPort, SecureSocketOptions.None);
        for (var number = 0; number < 20; number++)
        {
            using var message = new MimeMessage
            {
                Subject = $"{session}/{number}",
                Body = new TextPart("plain") { Text = "Hello.\n.\n" },
                From = { MailboxAddress.Parse("shop@example.com") },
                To = { MailboxAddress.Parse("ada@example.org") },
            };
            await client.SendAsync(message);
        }

        await client.DisconnectAsync(quit: true);
    }

    private static string Recipient(int session, int number) => $"s{session}.n{number}@example.org";

    private static string Content(int session, int number) => $"Subject: {session}/{number}\r\n\r\n{new string('x', number)}\r\n";

    private async Task WriteAllAsync(int session)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Catcher.SmtpPort);
        var all = new StringBuilder($"HELO session{session}\r\n");
        for (var number = 0; number < Each; number++)
            all.Append($"MAIL FROM:<shop@example.com>\r\nRCPT TO:<{Recipient(session, number)}>\r\nDATA\r\n{Content(session, number)}.\r\n");
        all.Append("QUIT\r\n");

        var answers = new StreamReader(client.GetStream()).ReadToEndAsync();
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(all.ToString()));
        Assert.That((await answers).Split("queued as ").Length - 1, Is.EqualTo(Each));
    }
}
