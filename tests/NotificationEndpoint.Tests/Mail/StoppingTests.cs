using System.Diagnostics;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
public sealed class StoppingTests(SmtpTransaction transaction)
{
    [Test]
    public async Task A_stop_before_the_final_dot_abandons_the_send(CancellationToken timeout)
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.OnAsync("MAIL", "250 ok");
            await relay.HearAsync("RCPT");
            reached.SetResult();
            await relay.HangAsync();
        });
        await using var client = RelayTo(peer, transaction);
        using var stopping = new CancellationTokenSource();
        var send = client.SendAsync(stopping.Token);
        await reached.Task.WaitAsync(timeout);

        await stopping.CancelAsync();

        await Assert.ThatAsync(() => send, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(peer.Mails, Is.Empty);
    }

    [Test]
    public async Task A_stop_after_the_final_dot_waits_for_the_answer(CancellationToken timeout)
    {
        var reached = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.InviteAsync();
            await relay.HearMailAsync();
            reached.SetResult();
            await stopped.Task.WaitAsync(relay.Over);
            await relay.SayAsync("250 2.0.0 queued");
        });
        await using var client = RelayTo(peer, transaction);
        using var stopping = new CancellationTokenSource();
        var send = client.SendAsync(stopping.Token);
        await reached.Task.WaitAsync(timeout);

        await stopping.CancelAsync();
        stopped.SetResult();

        Assert.That(await send, Is.EqualTo(new MailOutcome.Accepted("2.0.0 queued")));
    }

    [Test]
    public async Task A_stop_after_the_final_dot_ends_with_the_time_for_its_answer(CancellationToken timeout)
    {
        var reached = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.InviteAsync();
            await relay.HearMailAsync();
            reached.SetResult();
            await relay.HangAsync();
        });
        await using var client = RelayTo(peer, transaction, settings => settings with { FinalDotTimeout = TimeSpan.FromSeconds(1) });
        using var stopping = new CancellationTokenSource();
        var send = client.SendAsync(stopping.Token);
        await reached.Task.WaitAsync(timeout);

        await stopping.CancelAsync();

        Assert.That(await send, Is.InstanceOf<MailOutcome.Unknown>());
    }

    [Test]
    public async Task A_send_that_begins_after_the_stop_does_not_connect()
    {
        await using var peer = ScriptedSmtpPeer.Playing();
        await using var client = RelayTo(peer, transaction);

        await Assert.ThatAsync(() => client.SendAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(peer.Connections, Is.Zero);
    }

    [Test]
    public async Task Disposing_does_not_wait_for_a_relay_that_does_not_say_goodbye(CancellationToken timeout)
    {
        await using var peer = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync();
            await relay.HearAsync("QUIT");
            await relay.HangAsync();
        });
        var client = RelayTo(peer, transaction);
        await client.SendAsync(timeout);
        var watch = Stopwatch.StartNew();

        await client.DisposeAsync();

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }
}
