using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>The whole mail went out and no answer came: unknown, and never sent again from here.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class FinalDotUnansweredTests(SmtpTransaction transaction)
{
    private static IEnumerable<TestCaseData<Func<PeerSession, Task>>> Silences()
    {
        yield return After("is_cut", relay =>
        {
            relay.Cut();
            return Task.CompletedTask;
        });
        yield return After("hangs_up", relay =>
        {
            relay.HangUp();
            return Task.CompletedTask;
        });
        yield return After("hangs", relay => relay.HangAsync());
        yield return After("begins_to_answer_and_is_cut", async relay =>
        {
            await relay.SayRawAsync("25");
            relay.HangUp();
        });
        yield return After("answers_half_of_several_lines", async relay =>
        {
            await relay.SayAsync("250-queued");
            await relay.HangAsync();
        });
        yield return After("answers_with_nonsense", relay => relay.SayAsync("ok, whatever"));
        yield return After("invites_once_more", relay => relay.SayAsync("354 go ahead"));
    }

    [TestCaseSource(nameof(Silences))]
    public async Task The_relay_got_the_final_dot_and(Func<PeerSession, Task> then)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("SIZE", "PIPELINING");
            await relay.InviteAsync();
            await relay.HearMailAsync();
            await then(relay);
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { FinalDotTimeout = Short });

        Assert.That(await client.SendAsync(), Is.InstanceOf<MailOutcome.Unknown>());
        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task The_next_mail_goes_over_a_new_session(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.InviteAsync();
                await relay.HearMailAsync();
                relay.Cut();
            },
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
            });
        await using var client = RelayTo(peer, transaction);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Unknown>());
        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());
    }

    [Test]
    public async Task Also_on_a_session_that_had_worked_before(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync();
            await relay.InviteAsync();
            await relay.HearMailAsync();
            relay.Cut();
        });
        await using var client = RelayTo(peer, transaction);
        await client.SendAsync(stopping);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Unknown>());
        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((2, 1)));
    }

    private static TestCaseData<Func<PeerSession, Task>> After(string name, Func<PeerSession, Task> part) => new(part) { TestName = $"The_relay_got_the_final_dot_and_{name}" };
}
