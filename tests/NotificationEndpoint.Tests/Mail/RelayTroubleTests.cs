using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>Trouble before the final dot: certainly not sent, the relay's fault, and the order pays nothing.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class RelayTroubleTests(SmtpTransaction transaction)
{
    [Test]
    public async Task Nobody_listens(CancellationToken stopping)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var client = new SmtpRelay(Settings(port) with { Transaction = transaction }, TimeProvider.System, new Recorder());

        AssertRelayIsToBlame(await client.SendAsync(stopping));
    }

    [Test]
    public async Task The_name_does_not_resolve(CancellationToken stopping)
    {
        var settings = Settings(25) with { Host = "relay.invalid", ConnectTimeout = TimeSpan.FromSeconds(2) };
        await using var client = new SmtpRelay(settings, TimeProvider.System, new Recorder());

        AssertRelayIsToBlame(await client.SendAsync(stopping));
    }

    private static IEnumerable<TestCaseData<Func<PeerSession, Task>>> Troubles()
    {
        yield return Trouble("never greets", relay => relay.HangAsync());
        yield return Trouble("greets with a refusal", relay => relay.SayAsync("554 5.7.1 you are blocked"));
        yield return Trouble("greets with 421", relay => relay.SayAsync("421 too many connections"));
        yield return Trouble("greets with nonsense", relay => relay.SayAsync("SSH-2.0-OpenSSH_9.2"));
        yield return Trouble("is cut at the greeting", async relay =>
        {
            await Task.Yield();
            relay.Cut();
        });
        yield return Trouble("does not answer EHLO", async relay =>
        {
            await relay.SayAsync("220 peer");
            await relay.HangAsync();
        });
        yield return Trouble("does not answer MAIL", async relay =>
        {
            await relay.GreetAsync();
            await relay.HangAsync();
        });
        yield return Trouble("answers RCPT letter by letter without end", async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 ok");
            await relay.HearAsync("RCPT");
            await relay.SayRawAsync("250 ");
            while (true)
            {
                await relay.SayRawAsync("o");
                await Task.Delay(20, relay.Over);
            }
        });
        yield return Trouble("does not answer DATA", async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 ok");
            await relay.OnAsync("RCPT", "250 ok");
            await relay.HangAsync();
        });
        yield return Trouble("does not want DATA now", async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 ok");
            await relay.OnAsync("RCPT", "250 ok");
            await relay.OnAsync("DATA", "503 5.5.1 what?");
        });
    }

    [TestCaseSource(nameof(Troubles))]
    public async Task The_relay(Func<PeerSession, Task> part)
    {
        await using var peer = ScriptedSmtpPeer.Playing(part);
        await using var client = RelayTo(peer, transaction, settings => settings with { CommandTimeout = Short });

        AssertRelayIsToBlame(await client.SendAsync());
        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((0, 1)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_connection_breaks_in_the_middle_of_the_content(bool cut, CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("SIZE");
            await relay.InviteAsync();
            await relay.HearAsync("From");
            if (cut)
                relay.Cut();
            else
                await relay.FreezeAsync(); // so the mail does not fit into the buffers between us
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { DataTimeout = Short });

        var outcome = await client.SendAsync(AMail(new string('x', 40_000_000)), stopping);

        AssertRelayIsToBlame(outcome);
        Assert.That(peer.Mails, Is.Empty);
    }

    [Test]
    public async Task Required_TLS_is_not_offered(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("8BITMIME");
            await relay.TakeMailAsync();
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { Tls = SmtpTls.StartTls });

        AssertRelayIsToBlame(await client.SendAsync(stopping));
        Assert.That(peer.Mails, Is.Empty, "no mail in plain text");
    }

    [TestCase(SmtpTls.StartTls)]
    [TestCase(SmtpTls.Implicit)]
    public async Task A_certificate_that_nobody_vouches_for(SmtpTls tls, CancellationToken stopping)
    {
        using var certificate = SelfSigned();
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            if (tls == SmtpTls.StartTls)
            {
                await relay.GreetAsync("STARTTLS");
                await relay.OnAsync("STARTTLS", "220 go ahead");
            }

            await relay.SecureAsync(certificate);
            await relay.HangAsync();
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { Tls = tls });

        AssertRelayIsToBlame(await client.SendAsync(stopping));
    }

    [Test]
    public async Task The_account_is_not_accepted(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("AUTH PLAIN");
            await relay.OnAsync("AUTH PLAIN", "535 5.7.8 wrong password");
            await relay.HangAsync();
        });
        var log = new Recorder();
        await using var client = RelayTo(peer, transaction, settings => settings with { User = "shop", Password = "secret" }, log: log);

        AssertRelayIsToBlame(await client.SendAsync(stopping));
        Assert.That(log.Lines, Has.None.Contains("secret"));
    }

    [Test]
    public async Task The_relay_wants_an_account_and_we_have_none(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "530 5.7.0 log in first");
        });
        await using var client = RelayTo(peer, transaction);

        AssertRelayIsToBlame(await client.SendAsync(stopping));
    }

    private static TestCaseData<Func<PeerSession, Task>> Trouble(string name, Func<PeerSession, Task> part) => new(part) { TestName = $"The_relay_{name.Replace(' ', '_')}" };

    private static void AssertRelayIsToBlame(MailOutcome outcome) =>
        Assert.That(outcome, Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay), outcome.ToString());

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
