using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>
/// Two mails wait for one session of a relay with PIPELINING: the second's MAIL, RCPT and DATA come with the content of the first. Whatever happens there, each mail
/// ends as if it had been alone, and none is transmitted twice.
/// </summary>
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChainTests
{
    private const string Ok = "250 2.0.0 ok";

    private readonly TaskCompletionSource _bothWait = new();

    [Test]
    public async Task The_next_mails_commands_come_before_the_answer_to_the_final_dot(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await TakeTheFirstAsync(relay);
            await relay.SayRawAsync("250 first\r\n250 ok\r\n250 ok\r\n354 go\r\n");
            await relay.HearMailAsync();
            await relay.SayAsync("250 second");
        });

        var (first, second) = await SendTwoAsync(peer, stopping);

        Assert.That((first, second), Is.EqualTo(((MailOutcome)new MailOutcome.Accepted("first"), (MailOutcome)new MailOutcome.Accepted("second"))));
        Assert.That((Bodies(peer), peer.Connections), Is.EqualTo(("1 2", 1)));
    }

    /// <summary>By what the relay has said when it cuts the line. The whole first content is out in every case; the second's is in none.</summary>
    [TestCase("", typeof(MailOutcome.Unknown), "1 2")]
    [TestCase("25", typeof(MailOutcome.Unknown), "1 2")]
    [TestCase("250 first\r\n", typeof(MailOutcome.Accepted), "1 2")]
    [TestCase("250 first\r\n250 ok\r\n", typeof(MailOutcome.Accepted), "1")]
    [TestCase("250 first\r\n250 ok\r\n250 ok\r\n", typeof(MailOutcome.Accepted), "1")]
    [TestCase("421 4.3.2 leaving\r\n", typeof(MailOutcome.Deferred), "1 2")]
    [TestCase("554 5.6.0 spam\r\n", typeof(MailOutcome.Rejected), "1 2")]
    public async Task The_relay_is_cut_after(string said, Type ofTheFirst, string arrived, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await TakeTheFirstAsync(relay);
                await relay.SayRawAsync(said);
                relay.HangUp();
            },
            TakeMailsAsync);

        var (first, second) = await SendTwoAsync(peer, stopping);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.InstanceOf(ofTheFirst));
            Assert.That(Bodies(peer), Is.EqualTo(arrived), "each whole content once");
            Assert.That(second, arrived == "1" ? Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay) : Is.InstanceOf<MailOutcome.Accepted>());
        }
    }

    [TestCase("554 5.6.0 spam", typeof(MailOutcome.Rejected), Blame.Message)]
    [TestCase("451 4.6.0 not now", typeof(MailOutcome.Deferred), Blame.Message)]
    public async Task A_refused_content_does_not_touch_the_next_mail(string reply, Type outcome, Blame blame, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await TakeTheFirstAsync(relay);
            await relay.SayRawAsync($"{reply}\r\n250 ok\r\n250 ok\r\n354 go\r\n");
            await relay.HearMailAsync();
            await relay.SayAsync(Ok);
        });

        var (first, second) = await SendTwoAsync(peer, stopping);

        Assert.That(first, Is.InstanceOf(outcome).With.Property("Blame").EqualTo(blame));
        Assert.That(second, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That((Bodies(peer), peer.Connections), Is.EqualTo(("1 2", 1)));
    }

    [Test]
    public async Task The_last_content_of_a_chain_is_refused_and_the_session_reset(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await TakeTheFirstAsync(relay);
            await relay.SayRawAsync("250 first\r\n250 ok\r\n250 ok\r\n354 go\r\n");
            await relay.HearMailAsync();
            await relay.SayAsync("554 5.6.0 spam");
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailsAsync();
        });
        await using var client = OneSession(peer);

        Assert.That((await SendTwoAsync(client, stopping)).Second, Is.InstanceOf<MailOutcome.Rejected>());
        Assert.That(await client.SendAsync(AMail("3"), stopping), Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [TestCase("503 5.5.1 no valid recipients", "")]
    [TestCase("354 go", ".")]
    public async Task The_next_mails_recipient_is_refused(string toData, string thenHears, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await TakeTheFirstAsync(relay);
            await relay.SayRawAsync($"250 first\r\n250 ok\r\n550 5.1.1 unknown\r\n{toData}\r\n");
            if (thenHears != "")
                await relay.OnAsync(thenHears, "554 5.5.1 no valid recipients");
            await relay.OnAsync("RSET", "250 ok");
            await relay.TakeMailsAsync();
        });
        await using var client = OneSession(peer);

        var (first, second) = await SendTwoAsync(client, stopping);
        var third = await client.SendAsync(AMail("3"), stopping);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.InstanceOf<MailOutcome.Accepted>());
            Assert.That(second, Is.EqualTo(new MailOutcome.Rejected($"127.0.0.1:{peer.Port} answered Recipient with 550 5.1.1 unknown", Blame.Recipient, HopelessAddress: true)));
            Assert.That(third, Is.InstanceOf<MailOutcome.Accepted>());
            Assert.That((Bodies(peer), peer.Connections), Is.EqualTo(("1 3", 1)), "the session is kept");
        }
    }

    /// <summary>A dot would end an empty mail, and the recipient of this one was taken.</summary>
    [Test]
    public async Task A_relay_that_refuses_the_sender_and_invites_the_content_gets_none_at_all(CancellationToken stopping)
    {
        var heardMore = false;
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync("PIPELINING");
                await relay.HearAsync("MAIL");
                await relay.HearAsync("RCPT");
                await relay.HearAsync("DATA");
                await relay.SayRawAsync("550 5.1.8 bad sender\r\n250 ok\r\n354 go\r\n");
                await relay.HearAsync("");
                heardMore = true;
            });
        await using var client = OneSession(peer);

        Assert.That(await client.SendAsync(AMail(), stopping), Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        Assert.That((heardMore, peer.Mails.Count), Is.EqualTo((false, 0)));
    }

    [TestCase("421 4.7.0 enough for this session")]
    [TestCase("450 4.7.0 enough for this session")]
    public async Task The_next_mails_sender_is_put_off_and_a_fresh_session_takes_it(string reply, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await TakeTheFirstAsync(relay);
                await relay.SayRawAsync($"250 first\r\n{reply}\r\n");
                relay.HangUp();
            },
            TakeMailsAsync);

        var (first, second) = await SendTwoAsync(peer, stopping);

        Assert.That((first, second), Is.EqualTo(((MailOutcome)new MailOutcome.Accepted("first"), (MailOutcome)new MailOutcome.Accepted("ok"))));
        Assert.That(Bodies(peer), Is.EqualTo("1 2"));
    }

    /// <summary>The first waits for its answer on. The second's content never leaves, and the session, on which it was announced, is given up.</summary>
    [Test]
    public async Task The_next_mail_is_stopped_while_the_first_has_no_answer(CancellationToken timeout)
    {
        var (reached, stopped, hungUp) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await TakeTheFirstAsync(relay);
                reached.SetResult();
                await stopped.Task.WaitAsync(relay.Over);
                await relay.SayRawAsync("250 first\r\n250 ok\r\n250 ok\r\n354 go\r\n");
                await Assert.ThatAsync(() => relay.HearAsync(""), Throws.InstanceOf<IOException>());
                hungUp.SetResult();
            },
            TakeMailsAsync);
        await using var client = OneSession(peer);
        using var stopping = new CancellationTokenSource();
        var first = client.SendAsync(AMail("1"), timeout);
        var second = client.SendAsync(AMail("2"), stopping.Token);
        _bothWait.SetResult();
        await reached.Task.WaitAsync(timeout);

        await stopping.CancelAsync();
        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        stopped.SetResult();

        Assert.That(await first, Is.EqualTo(new MailOutcome.Accepted("first")));
        await hungUp.Task.WaitAsync(timeout);
        Assert.That(await client.SendAsync(AMail("3"), timeout), Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That((Bodies(peer), peer.Connections), Is.EqualTo(("1 3", 2)));
    }

    /// <summary>Up to its final dot, and the commands of the second behind it.</summary>
    private async Task TakeTheFirstAsync(PeerSession relay)
    {
        await _bothWait.Task.WaitAsync(relay.Over);
        await relay.GreetAsync("PIPELINING", "SIZE 10240000");
        await relay.InviteAsync();
        await relay.HearMailAsync();
        await relay.HearAsync("MAIL");
        await relay.HearAsync("RCPT");
        await relay.HearAsync("DATA");
    }

    private static async Task TakeMailsAsync(PeerSession relay)
    {
        await relay.GreetAsync("PIPELINING", "SIZE 10240000");
        await relay.TakeMailsAsync();
    }

    private static SmtpRelay OneSession(ScriptedSmtpPeer peer) => RelayTo(peer, SmtpTransaction.Pipelined, settings => settings with { Sessions = 1 });

    private async Task<(MailOutcome First, MailOutcome Second)> SendTwoAsync(ScriptedSmtpPeer peer, CancellationToken stopping)
    {
        await using var client = OneSession(peer);
        return await SendTwoAsync(client, stopping);
    }

    private async Task<(MailOutcome First, MailOutcome Second)> SendTwoAsync(SmtpRelay client, CancellationToken stopping)
    {
        var (first, second) = (client.SendAsync(AMail("1"), stopping), client.SendAsync(AMail("2"), stopping));
        _bothWait.SetResult();
        return (await first, await second);
    }

    private static string Bodies(ScriptedSmtpPeer peer) => string.Join(' ', peer.Mails.Select(mail => mail.Split("\r\n\r\n")[1].Trim()));
}
