using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Tests.Mail;
using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests.Relays;

[CancelAfter(30_000)]
public sealed class RelaySetTests
{
    private static readonly Func<PeerSession, Task> Well = async relay =>
    {
        await relay.GreetAsync();
        await relay.TakeMailsAsync();
    };

    private static readonly Func<PeerSession, Task> Broken = relay => relay.SayAsync("554 5.3.2 out of order");

    [Test]
    public async Task Mails_go_to_the_first_relay_and_those_it_has_no_room_for_to_the_next()
    {
        await using var one = ScriptedSmtpPeer.Playing();
        await using var two = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([one, two], settings => settings with { Sessions = 2 });
        var places = Enumerable.Range(0, 4).Select(_ => set.Enter()!).ToList();
        var fifth = set.Relays.EnterAsync([], CancellationToken.None);

        Assert.That(places.Select(place => place.Relay), Is.EqualTo(new[] { "first", "first", "second", "second" }));
        Assert.That(fifth.IsCompleted, Is.False, "all have as many as they may");
        places[2].Dispose();
        Assert.That((await fifth)!.Relay, Is.EqualTo("second"));
    }

    [Test]
    public async Task Who_waits_first_is_served_first()
    {
        await using var peer = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([peer], settings => settings with { Sessions = 1 });
        var inside = set.Enter()!;
        var waiting = Enumerable.Range(0, 3).Select(_ => set.Relays.EnterAsync([], CancellationToken.None)).ToList();
        foreach (var next in waiting)
        {
            inside.Dispose();
            inside = (await next)!;
            Assert.That(waiting.Count(place => place.IsCompleted), Is.EqualTo(waiting.IndexOf(next) + 1));
        }
    }

    [Test]
    public async Task No_more_sessions_are_open_than_allowed()
    {
        await using var peer = ScriptedSmtpPeer.Playing(Well, Well);
        await using var set = new SetUnderTest([peer], settings => settings with { Sessions = 2 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => set.SendAsync()));

        Assert.That(answers.Select(answer => answer.Outcome), Has.All.InstanceOf<MailOutcome.Accepted>());
        Assert.That((peer.Mails.Count, peer.Connections), Is.EqualTo((20, 2)));
    }

    [Test]
    public async Task Once_sends_are_quick_more_are_taken_on_than_there_are_sessions_and_no_more_sessions_are_open()
    {
        await using var peer = ScriptedSmtpPeer.Playing(Well, Well);
        await using var set = new SetUnderTest([peer], settings => settings with { Sessions = 2, MailsAhead = 3, Transaction = SmtpTransaction.Pipelined }, new FakeTimeProvider());
        await set.SendAsync(); // in no time, on this clock

        var places = Enumerable.Range(0, 6).Select(_ => set.Enter()!).ToList();
        var seventh = set.Relays.EnterAsync([], CancellationToken.None);
        Assert.That(seventh.IsCompleted, Is.False);
        var answers = await Task.WhenAll(places.Select(place => place.SendAsync(RelayFixture.AMail(), CancellationToken.None)));

        Assert.That(answers.Select(answer => answer.Outcome), Has.All.InstanceOf<MailOutcome.Accepted>());
        Assert.That(await seventh, Is.Not.Null);
        Assert.That(peer.Connections, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task A_relay_that_goes_down_gives_back_what_waits_inside_and_that_says_nothing_about_it()
    {
        var cut = new TaskCompletionSource();
        await using var one = ScriptedSmtpPeer.Playing(async relay =>
        {
            await relay.GreetAsync();
            await relay.TakeMailAsync();
            await relay.OnAsync("MAIL", "250 ok");
            await cut.Task.WaitAsync(relay.Over);
            relay.Cut();
        });
        await using var set = new SetUnderTest([one], settings => settings with { Sessions = 1, MailsAhead = 3, DownAfter = 1 }, new FakeTimeProvider());
        await set.SendAsync();
        var sends = Enumerable.Range(0, 3).Select(_ => set.SendAsync()).ToList();
        cut.SetResult();

        var answers = await Task.WhenAll(sends);

        Assert.That(answers.Select(answer => answer.Outcome), Has.All.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        Assert.That((one.Mails.Count, one.Connections), Is.EqualTo((1, 1)), "nobody has tried again");
        Assert.That(set.Relays.Down, Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task Who_has_nowhere_to_go_does_not_wait_behind_those_who_have()
    {
        await using var one = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([one], settings => settings with { Sessions = 1 });
        using var inside = set.Enter()!;
        Assert.That(set.Relays.EnterAsync([], CancellationToken.None).IsCompleted, Is.False);
        Assert.That(set.Enter("first"), Is.Null);
    }

    [Test]
    public async Task Who_is_told_to_stop_while_waiting_leaves_and_the_place_is_not_lost()
    {
        await using var peer = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([peer], settings => settings with { Sessions = 1 });
        var inside = set.Enter()!;
        using var stopping = new CancellationTokenSource();
        var waiting = set.Relays.EnterAsync([], stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        inside.Dispose();
        Assert.That(set.Enter(), Is.Not.Null);
    }

    [Test]
    public async Task Who_has_been_at_all_relays_is_told_so_at_once()
    {
        await using var one = ScriptedSmtpPeer.Playing();
        await using var two = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([one, two]);
        Assert.That((set.Enter("first")?.Relay, set.Enter("first", "second")?.Relay), Is.EqualTo(("second", (string?)null)));
    }

    [Test]
    public async Task A_relay_that_fails_mail_after_mail_gets_no_more_and_the_next_one_takes_them()
    {
        await using var one = ScriptedSmtpPeer.Playing([.. Enumerable.Repeat(Broken, 50)]);
        await using var two = ScriptedSmtpPeer.Playing(Well);
        await using var set = new SetUnderTest([one, two], settings => settings with { DownAfter = 3 }, new FakeTimeProvider());
        for (var mail = 0; mail < 3; mail++)
            Assert.That((await set.SendAsync()).Outcome, Is.InstanceOf<MailOutcome.Deferred>());

        Assert.That((await set.SendAsync()).Outcome, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That((one.Connections, two.Mails.Count), Is.EqualTo((3, 1)));
        Assert.That(set.Relays.Down, Is.EqualTo(new[] { "first" }));
        Assert.That(set.Said, Is.Empty);
    }

    [Test]
    public async Task It_is_looked_at_until_it_answers_and_gets_one_mail_at_a_time_until_it_accepts_one(CancellationToken cancellation)
    {
        var time = new FakeTimeProvider();
        await using var peer = ScriptedSmtpPeer.Playing(Broken, Broken, Broken, Well, Well);
        await using var set = new SetUnderTest([peer], settings => settings with { DownAfter = 2 }, time);
        await set.SendAsync();
        await set.SendAsync();
        Assert.That(set.Enter(), Is.Null, "it is down");

        foreach (var (seconds, looks) in new[] { (1, 3), (2, 4) })
        {
            await Eventually.TrueAsync(
                () =>
                {
                    if (peer.Connections < looks)
                        time.Advance(TimeSpan.FromSeconds(seconds));
                    return Task.FromResult(peer.Connections == looks);
                },
                $"it is looked at {seconds} s later",
                cancellation);
        }

        await Eventually.TrueAsync(() => Task.FromResult(set.Relays.Down.Count == 0), "it answers", cancellation);
        var trial = set.Enter()!;
        var second = set.Relays.EnterAsync([], CancellationToken.None);
        Assert.That(second.IsCompleted, Is.False, "one at a time");
        Assert.That((await trial.SendAsync(RelayFixture.AMail(), CancellationToken.None)).Outcome, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(new[] { await second, set.Enter() }, Has.None.Null, "at full speed");
        Assert.That(peer.Connections, Is.EqualTo(4), "the look's session was used for the mail");
    }

    /// <summary>They would go on in it for as long as the relay is down.</summary>
    [Test]
    public async Task Looks_at_a_relay_that_is_down_are_no_part_of_the_trace_of_the_mail_that_found_it_so(CancellationToken cancellation)
    {
        var time = new FakeTimeProvider();
        using var spans = new RecordedSpans();
        await using var peer = ScriptedSmtpPeer.Playing(Broken, Broken, Well);
        await using var set = new SetUnderTest([peer], settings => settings with { DownAfter = 1 }, time);
        int ofTheMail;
        ActivityTraceId trace;
        using (var mail = RecordedSpans.Begin("mail"))
        {
            trace = mail.TraceId;
            await set.SendAsync();
            ofTheMail = spans.Of(trace).Count;
        }

        Activity.Current = null;
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(set.Relays.Down.Count == 0);
            },
            "it is looked at until it answers",
            cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofTheMail, Is.GreaterThan(0), "MailKit's are below the mail");
            Assert.That(spans.Of(trace), Has.Count.EqualTo(ofTheMail + 1), "and after them only the mail itself has ended");
        }
    }

    [Test]
    public async Task When_all_are_down_everybody_is_told_at_once_and_again_when_one_answers(CancellationToken cancellation)
    {
        var time = new FakeTimeProvider();
        await using var one = ScriptedSmtpPeer.Playing(Broken, Broken);
        await using var two = ScriptedSmtpPeer.Playing(Broken, Well);
        await using var set = new SetUnderTest([one, two], settings => settings with { DownAfter = 1, Sessions = 1 }, time);
        await set.SendAsync();
        using var last = set.Enter()!;
        var waiting = set.Relays.EnterAsync([], CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        await last.SendAsync(RelayFixture.AMail(), CancellationToken.None);

        Assert.That(await waiting, Is.Null, "there is nothing to wait for");
        Assert.That(set.Said, Is.EqualTo(new[] { "no mail relay can be used (first, second)" }));

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(set.Said.Count == 2);
            },
            "the second answers",
            cancellation);
        Assert.That(set.Said[^1], Is.EqualTo("up"));
        Assert.That((await set.SendAsync()).Outcome, Is.InstanceOf<MailOutcome.Accepted>());
    }

    [Test]
    public async Task A_relay_that_refuses_everybody_is_on_trial_and_its_refusals_do_not_count(CancellationToken cancellation)
    {
        Func<PeerSession, Task> refusing = async relay =>
        {
            await relay.GreetAsync();
            for (var mail = 0; mail < 5; mail++)
            {
                await relay.OnAsync("MAIL", "250 ok");
                await relay.OnAsync("RCPT", "550 5.1.1 no such user");
                await relay.OnAsync("RSET", "250 ok");
            }

            await relay.TakeMailsAsync();
        };
        var time = new FakeTimeProvider();
        await using var peer = ScriptedSmtpPeer.Playing(refusing);
        await using var set = new SetUnderTest([peer], settings => settings with { RefusesAllAfter = 4 }, time);
        for (var mail = 0; mail < 4; mail++)
            Assert.That((await set.SendAsync()).Outcome, Is.InstanceOf<MailOutcome.Rejected>());

        Assert.That((await set.SendAsync()).Outcome, Is.InstanceOf<MailOutcome.Deferred>().With.Property("Blame").EqualTo(Blame.Relay));
        var next = set.SendAsync();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                return Task.FromResult(next.IsCompleted);
            },
            "a moment later it is tried again",
            cancellation);
        Assert.That((await next).Outcome, Is.InstanceOf<MailOutcome.Accepted>());
        Assert.That(set.Said, Is.Empty, "it answers, so nobody has to pause");
    }

    [Test]
    public async Task A_relay_that_asks_for_less_gets_less()
    {
        await using var peer = ScriptedSmtpPeer.Playing(relay => relay.SayAsync("421 4.7.0 too many connections"));
        await using var set = new SetUnderTest([peer], settings => settings with { Sessions = 4 });
        await set.SendAsync();

        Assert.That(new[] { set.Enter(), set.Enter() }, Has.None.Null);
        Assert.That(set.Relays.EnterAsync([], CancellationToken.None).IsCompleted, Is.False, "two of four are left");
    }

    [Test]
    public async Task No_more_mails_a_second_begin_than_were_allowed(CancellationToken cancellation)
    {
        var time = new FakeTimeProvider();
        await using var peer = ScriptedSmtpPeer.Playing();
        await using var set = new SetUnderTest([peer], settings => settings with { MailsPerSecond = 5, Sessions = 100 }, time);
        var waiting = Enumerable.Range(0, 20).Select(_ => set.Relays.EnterAsync([], CancellationToken.None)).ToList();

        for (var second = 1; second <= 3; second++)
        {
            for (var step = 0; step < 10; step++)
                time.Advance(TimeSpan.FromMilliseconds(100));
            await Eventually.TrueAsync(() => Task.FromResult(waiting.Count(place => place.IsCompleted) == (5 * second) + 1), "five more", cancellation);
        }
    }

    [Test]
    public async Task That_others_were_taken_meanwhile_is_known_about_one_that_was_not()
    {
        var passed = new TaskCompletionSource();
        await using var peer = ScriptedSmtpPeer.Playing(
            async relay =>
            {
                await relay.GreetAsync();
                await relay.HearAsync("MAIL");
                await passed.Task.WaitAsync(relay.Over);
                relay.HangUp();
            },
            Well);
        await using var set = new SetUnderTest([peer]);
        var unlucky = set.SendAsync();
        await Eventually.TrueAsync(() => Task.FromResult(peer.Connections == 1), "it is at the relay", CancellationToken.None);

        Assert.That((await set.SendAsync()).TakesOthers, Is.False, "nobody but itself");
        passed.SetResult();

        Assert.That((await unlucky).TakesOthers, Is.True);
    }

    [Test]
    public async Task Closing_does_not_wait_for_a_relay_that_is_down()
    {
        await using var peer = ScriptedSmtpPeer.Playing(Broken);
        var set = new SetUnderTest([peer], settings => settings with { DownAfter = 1 });
        await set.SendAsync();
        var closing = set.DisposeAsync().AsTask();
        Assert.That(await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(5))), Is.SameAs(closing));
    }
}
