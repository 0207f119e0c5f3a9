using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>A kept session may be dead. Finding that out costs the mail nothing, once, and only while nothing was sent.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class SessionReuseTests(SmtpTransaction transaction)
{
    private static IEnumerable<TestCaseData<Func<PeerSession, Task>>> Deaths()
    {
        yield return Death("was_closed", relay =>
        {
            relay.HangUp();
            return Task.CompletedTask;
        });
        yield return Death("was_reset", relay =>
        {
            relay.Cut();
            return Task.CompletedTask;
        });
        yield return Death("was_closed_with_421", async relay =>
        {
            await relay.SayAsync("421 4.4.2 idle for too long");
            relay.HangUp();
        });
        yield return Death("answers_MAIL_with_421", relay => relay.OnAsync("MAIL", "421 4.7.0 enough mails in this session"));
        yield return Death("answers_MAIL_with_450", relay => relay.OnAsync("MAIL", "450 4.7.0 enough mails in this session"));
        yield return Death("does_not_answer_MAIL", relay => relay.HangAsync());
    }

    [TestCaseSource(nameof(Deaths))]
    public async Task A_kept_session_that(Func<PeerSession, Task> death)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
                await death(relay);
            },
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
                await relay.TakeMailAsync();
            });
        var log = new Recorder();
        await using var client = RelayTo(peer, transaction, settings => settings with { CommandTimeout = TimeSpan.FromSeconds(1) }, log: log);

        for (var i = 0; i < 3; i++)
            Assert.That(await client.SendAsync(), Is.InstanceOf<MailOutcome.Accepted>());

        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((3, 2)));
        Assert.That(log.Lines, Has.Exactly(1).StartsWith("3110 "));
    }

    [Test]
    public async Task A_kept_session_that_breaks_after_MAIL_was_accepted_is_this_mails_attempt(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync();
            await relay.OnAsync("MAIL", "250 ok");
            relay.Cut();
        });
        await using var client = RelayTo(peer, transaction);
        await client.SendAsync(stopping);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_second_dead_session_in_one_send_is_the_relays_trouble(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
                relay.HangUp();
            },
            relay => relay.SayAsync("421 going down"));
        await using var client = RelayTo(peer, transaction);
        await client.SendAsync(stopping);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        Assert.That(peer.Connections, Is.EqualTo(2));
    }

    /// <summary>Every single mail took 40 ms longer: so the quickest of many tells, also on a busy machine.</summary>
    [Test]
    public async Task Bug_the_end_of_a_mail_waited_for_the_acknowledgement_of_its_beginning(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync("PIPELINING");
            await relay.TakeMailsAsync();
        });
        await using var client = RelayTo(peer, transaction);
        var quickest = TimeSpan.MaxValue;
        for (var mail = 0; mail < 50; mail++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.That(await client.SendAsync(AMail(new string('x', 6_000)), stopping), Is.InstanceOf<MailOutcome.Accepted>());
            if (mail > 10 && Stopwatch.GetElapsedTime(start) is var took && took < quickest)
                quickest = took; // the first ones are acknowledged at once: the system does so at the beginning of a connection
        }

        Assert.That(quickest, Is.LessThan(TimeSpan.FromMilliseconds(30)));
    }

    [Test]
    public async Task A_session_is_replaced_after_its_number_of_mails(CancellationToken stopping)
    {
        var politely = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
                await relay.TakeMailAsync();
                await relay.OnAsync("QUIT", "221 bye");
                politely.SetResult();
            },
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
            });
        await using var client = RelayTo(peer, transaction, settings => settings with { SessionMails = 2 });

        for (var i = 0; i < 3; i++)
            Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());

        await politely.Task.WaitAsync(stopping);
        Assert.That(peer.Connections, Is.EqualTo(2));
    }

    [TestCase(10, 5)]
    [TestCase(600, 6)]
    public async Task A_session_is_replaced_at_its_age_and_closed_when_idle(int idleSeconds, int stepSeconds, CancellationToken stopping)
    {
        var closed = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
                await relay.OnAsync("QUIT", "221 bye");
                closed.SetResult();
            },
            async relay =>
            {
                await relay.GreetAsync();
                await relay.TakeMailAsync();
            });
        var time = new FakeTimeProvider();
        await using var client = RelayTo(peer, transaction, settings => settings with { SessionIdle = TimeSpan.FromSeconds(idleSeconds), SessionAge = TimeSpan.FromSeconds(6) }, time);
        await client.SendAsync(stopping);

        time.Advance(TimeSpan.FromSeconds(stepSeconds));
        time.Advance(TimeSpan.FromSeconds(stepSeconds)); // with 10 s of idleness allowed, the sweep closes it now
        if (idleSeconds == 10)
            await closed.Task.WaitAsync(stopping);

        Assert.That(await client.SendAsync(stopping), Is.InstanceOf<MailOutcome.Accepted>());
        await closed.Task.WaitAsync(stopping);
        Assert.That(peer.Connections, Is.EqualTo(2));
    }

    private static TestCaseData<Func<PeerSession, Task>> Death(string name, Func<PeerSession, Task> part) => new(part) { TestName = $"A_kept_session_that_{name}_costs_the_mail_nothing" };
}
