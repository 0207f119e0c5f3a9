using MimeKit;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>The relay says no. It was polite about it, so the session carries the next mail.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class RefusalTests(SmtpTransaction transaction)
{
    [TestCase("550 5.1.1 <maria@example.test> unknown", typeof(MailOutcome.Rejected), Blame.Recipient)]
    [TestCase("451 4.7.1 greylisted, come back", typeof(MailOutcome.Deferred), Blame.Recipient)]
    [TestCase("452 4.2.2 mailbox full", typeof(MailOutcome.Deferred), Blame.Recipient)]
    [TestCase("554 5.7.1 client host blocked", typeof(MailOutcome.Deferred), Blame.Relay)]
    [TestCase("450 4.3.2 system overloaded", typeof(MailOutcome.Deferred), Blame.Relay)]
    public async Task A_refused_recipient(string reply, Type outcome, Blame blame, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 2.1.0 ok");
            await relay.OnAsync("RCPT", reply);
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailAsync();
        });

        await RefusesThenTakesAsync(peer, outcome, blame, stopping);
    }

    [TestCase("550 5.1.1 unknown", typeof(MailOutcome.Rejected), Blame.Recipient)]
    [TestCase("550 5.7.23 SPF says no", typeof(MailOutcome.Deferred), Blame.Relay)]
    public async Task A_refused_recipient_when_MAIL_and_RCPT_travel_together(string reply, Type outcome, Blame blame, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("PIPELINING", "ENHANCEDSTATUSCODES");
            await relay.HearAsync("MAIL");
            await relay.HearAsync("RCPT");
            await relay.SayRawAsync($"250 2.1.0 ok\r\n{reply}\r\n");
            if (transaction == SmtpTransaction.Pipelined)
                await relay.OnAsync("DATA", "554 5.5.1 no valid recipients");
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailAsync();
        });

        await RefusesThenTakesAsync(peer, outcome, blame, stopping);
    }

    [TestCase("552 5.3.4 too big", typeof(MailOutcome.Rejected), Blame.Message)]
    [TestCase("554 5.6.0 looks like spam", typeof(MailOutcome.Rejected), Blame.Message)]
    [TestCase("451 4.6.0 cannot scan it now", typeof(MailOutcome.Deferred), Blame.Message)]
    [TestCase("452 4.3.1 no space", typeof(MailOutcome.Deferred), Blame.Relay)]
    [TestCase("454 4.7.0 slow down", typeof(MailOutcome.Deferred), Blame.Relay)]
    public async Task A_refused_content(string reply, Type outcome, Blame blame, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.InviteAsync();
            await relay.HearMailAsync();
            await relay.SayAsync(reply);
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailAsync();
        });

        await RefusesThenTakesAsync(peer, outcome, blame, stopping);
    }

    [Test]
    public async Task A_refused_sender_is_the_relays_trouble(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "554 5.7.1 policy");
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailAsync();
        });

        await RefusesThenTakesAsync(peer, typeof(MailOutcome.Deferred), Blame.Relay, stopping);
    }

    [Test]
    public async Task A_421_to_the_final_dot_ends_the_session_and_blames_the_relay(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync("421 4.3.2 shutting down");
                relay.HangUp();
            },
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
            });
        await using var client = RelayTo(peer, transaction);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(peer.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task An_address_that_the_relay_cannot_spell_is_refused_without_asking(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("8BITMIME");
            await relay.TakeMailAsync();
        });
        await using var client = RelayTo(peer, transaction);

        var outcome = await client.SendAsync(AMail(to: new MailboxAddress("", "josé@example.test")), stopping);

        Assert.That(outcome, Is.InstanceOf<MailOutcome.Rejected>().With.Property("Blame").EqualTo(Blame.Recipient));
        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>(), "over the same session");
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task An_address_that_the_relay_can_spell_is_sent_as_it_is(CancellationToken stopping)
    {
        var rcpt = "";
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("8BITMIME", "SMTPUTF8");
            await relay.OnAsync("MAIL", "250 ok");
            rcpt = await relay.OnAsync("RCPT", "250 ok");
            await relay.OnAsync("DATA", "354 ok");
            await relay.HearMailAsync();
            await relay.SayAsync("250 ok");
        });
        await using var client = RelayTo(peer, transaction);

        var outcome = await client.SendAsync(AMail(to: new MailboxAddress("", "josé@example.test")), stopping);

        Assert.That((outcome, rcpt), Is.EqualTo(((MailOutcome)new MailOutcome.Accepted("ok"), "RCPT TO:<josé@example.test>")));
    }

    [Test]
    public async Task A_domain_with_umlauts_needs_no_extension(CancellationToken stopping)
    {
        var rcpt = "";
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 ok");
            rcpt = await relay.OnAsync("RCPT", "550 5.1.2 no such domain");
        });
        await using var client = RelayTo(peer, transaction);

        await client.SendAsync(AMail(to: new MailboxAddress("", "maria@müller.example")), stopping);

        Assert.That(rcpt, Is.EqualTo("RCPT TO:<maria@xn--mller-kva.example>"));
    }

    private async Task RefusesThenTakesAsync(ScriptedSmtpPeer peer, Type outcome, Blame blame, CancellationToken stopping)
    {
        var log = new Recorder();
        await using var client = RelayTo(peer, transaction, log: log);

        var refused = await client.SendAsync(stopping);
        var mailsBefore = peer.Mails.Count;
        var taken = await client.SendAsync(stopping);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.InstanceOf(outcome).With.Property("Blame").EqualTo(blame));
            Assert.That(taken, Is.InstanceOf<MailOutcome.Accepted>());
            Assert.That(peer.Mails, Has.Count.EqualTo(mailsBefore + 1));
            Assert.That(peer.Connections, Is.EqualTo(1), "the session is kept");
            Assert.That(log.Lines, Has.None.Contains("maria@"));
        }
    }
}
