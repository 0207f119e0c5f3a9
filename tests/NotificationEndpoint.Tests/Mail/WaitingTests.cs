using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>A mail that has no session yet. Nothing of it has been said to anybody, so it can be had back.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WaitingTests(SmtpTransaction transaction) : ISendWatch
{
    private readonly TaskCompletionSource _goOn = new();
    private int _begun;
    private int _ended;

    [Test]
    public async Task It_goes_over_the_session_that_is_free_first(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(TakeOneThenAllAsync);
        await using var client = OneSession(peer);
        var (first, second) = (client.SendAsync(AMail(), this, stopping), client.SendAsync(AMail(), this, stopping));
        _goOn.SetResult();

        Assert.That(new[] { await first, await second }, Has.All.InstanceOf<MailOutcome.Accepted>());
        Assert.That((peer.Mails.Count, peer.Connections, _begun, _ended), Is.EqualTo((2, 1, 2, 2)));
    }

    [Test]
    public async Task It_is_another_relays_when_none_is_free_in_time(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(TakeOneThenAllAsync);
        await using var client = OneSession(peer, settings => settings with { CommandTimeout = TimeSpan.FromSeconds(1) });
        var first = client.SendAsync(AMail(), this, stopping);
        await peer.UntilMailsAsync(1, stopping);

        var second = await client.SendAsync(AMail(), this, stopping);
        var begun = _begun;
        _goOn.SetResult();

        Assert.That(second, Is.EqualTo(new MailOutcome.Deferred($"127.0.0.1:{peer.Port} had no session free in time", Blame.Relay)));
        Assert.That(await first, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That((peer.Mails.Count, begun), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_stop_gives_it_back_at_once(CancellationToken timeout)
    {
        await using var peer = ScriptedSmtpPeer.Playing(TakeOneThenAllAsync);
        await using var client = OneSession(peer);
        using var stopping = new CancellationTokenSource();
        var first = client.SendAsync(AMail(), this, timeout);
        await peer.UntilMailsAsync(1, timeout);
        var second = client.SendAsync(AMail(), this, stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThatAsync(() => second, Throws.InstanceOf<OperationCanceledException>());
        _goOn.SetResult();
        Assert.That(await first, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(await client.SendAsync(AMail(), this, timeout), Is.InstanceOf<MailOutcome.Accepted>(), "the session goes on");
        Assert.That((peer.Mails.Count, peer.Connections, _begun, _ended), Is.EqualTo((2, 1, 2, 2)));
    }

    [Test]
    public async Task It_is_handed_back_when_the_relay_is_in_trouble(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(TakeOneThenAllAsync);
        await using var client = OneSession(peer);
        var first = client.SendAsync(AMail(), this, stopping);
        await peer.UntilMailsAsync(1, stopping);
        var second = client.SendAsync(AMail(), this, stopping);

        client.HandBack();

        Assert.That(await second, Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        _goOn.SetResult();
        Assert.That(await first, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(peer.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_begins_when_more_sessions_are_allowed(CancellationToken stopping)
    {
        await using var peer = ScriptedSmtpPeer.Playing(TakeOneThenAllAsync, TakeAllAsync);
        await using var client = OneSession(peer);
        var first = client.SendAsync(AMail(), this, stopping);
        await peer.UntilMailsAsync(1, stopping);
        var second = client.SendAsync(AMail(), this, stopping);

        client.Allow(2);

        Assert.That(await second, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That((first.IsCompleted, peer.Connections), Is.EqualTo((false, 2)));
        _goOn.SetResult();
        await first;
    }

    void ISendWatch.Begins() => Interlocked.Increment(ref _begun);

    void ISendWatch.Ends(MailOutcome outcome) => Interlocked.Increment(ref _ended);

    private SmtpRelay OneSession(ScriptedSmtpPeer peer, Func<RelaySettings, RelaySettings>? with = null) =>
        RelayTo(peer, transaction, settings => (with ?? (same => same))(settings with { Sessions = 1 }));

    /// <summary>The answer to the first mail waits.</summary>
    private async Task TakeOneThenAllAsync(PeerSession relay)
    {
        await relay.GreetAsync();
        await relay.InviteAsync();
        await relay.HearMailAsync();
        await _goOn.Task.WaitAsync(relay.Over);
        await relay.SayAsync("250 ok");
        await relay.TakeMailsAsync();
    }

    private static async Task TakeAllAsync(PeerSession relay)
    {
        await relay.GreetAsync();
        await relay.TakeMailsAsync();
    }
}
