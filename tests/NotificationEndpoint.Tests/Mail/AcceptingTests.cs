using MimeKit;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class AcceptingTests(SmtpTransaction transaction)
{
    [Test]
    public async Task An_accepted_mail_bears_the_relays_words(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("8BITMIME", "SIZE 10000000", "PIPELINING", "ENHANCEDSTATUSCODES");
            await relay.TakeMailAsync("250 2.0.0 queued as 4XyZ");
            await relay.OnAsync("QUIT", "221 bye");
        });
        await using (var client = RelayTo(peer, transaction))
            Assert.That(await client.SendAsync(stopping), Is.EqualTo(new MailOutcome.Accepted("2.0.0 queued as 4XyZ")));

        Assert.That(peer.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Mails_follow_each_other_over_one_session(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync();
            await relay.TakeMailAsync();
            await relay.TakeMailAsync();
        });
        await using var client = RelayTo(peer, transaction);

        for (var i = 0; i < 3; i++)
            Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());

        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((3, 1)));
    }

    [Test]
    public async Task A_mail_arrives_as_it_was_written(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("8BITMIME", "SIZE", "PIPELINING", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN");
            await relay.TakeMailAsync();
        });
        await using var client = RelayTo(peer, transaction);
        var text = ".\r\n..\r\n.\r\nDATA\r\nRSET\r\n" + new string('x', 70) + "\r\n.\r\n";
        var mail = AMail(text);

        Assert.That(await client.SendAsync(mail, stopping), Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(peer.Mails, Is.EqualTo(new[] { System.Text.Encoding.UTF8.GetString(mail.Content.Span) }));
    }

    [Test]
    public async Task Headers_never_add_a_recipient(CancellationToken stopping)
    {
        string[] envelope = [];
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            envelope = [await relay.OnAsync("MAIL", "250 ok"), await relay.OnAsync("RCPT", "250 ok")];
            await relay.OnAsync("DATA", "354 go ahead");
            await relay.HearMailAsync();
            await relay.SayAsync("250 ok");
        });
        await using var client = RelayTo(peer, transaction);
        using var mail = AMail().Parse();
        mail.Cc.Add(new MailboxAddress("", "eve@example.test"));
        mail.Bcc.Add(new MailboxAddress("", "mallory@example.test"));

        await client.SendAsync(Rendered(mail), stopping);

        Assert.That(envelope, Is.EqualTo(new[] { "MAIL FROM:<orders@shop.example>", "RCPT TO:<maria@example.test>" }));
    }

    [Test]
    public async Task A_slow_yes_within_the_time_of_the_final_dot_is_a_yes(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.InviteAsync();
            await relay.HearMailAsync();
            foreach (var letter in "250 2.0.0 slowly\r\n")
                await relay.SayRawAsync($"{letter}");
        });
        await using var client = RelayTo(peer, transaction);

        Assert.That(await client.SendAsync(stopping), Is.EqualTo(new MailOutcome.Accepted("2.0.0 slowly")));
    }

    [Test]
    public async Task Any_2xx_to_the_final_dot_is_a_yes(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync("251 will forward");
            await relay.OnAsync("RSET", "250 ok");
        });
        await using var client = RelayTo(peer, transaction);

        Assert.That(await client.SendAsync(stopping), Is.EqualTo(new MailOutcome.Accepted("251 will forward")));
    }

    [Test]
    public async Task An_account_is_logged_in_with(CancellationToken stopping)
    {
        var auth = "";
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("AUTH PLAIN");
            auth = await relay.OnAsync("AUTH PLAIN", "235 2.7.0 welcome");
            await relay.TakeMailAsync();
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { User = "shop", Password = "secret" });

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(Convert.FromBase64String(auth["AUTH PLAIN ".Length..]), Is.EqualTo("\0shop\0secret"u8.ToArray()));
    }
}
