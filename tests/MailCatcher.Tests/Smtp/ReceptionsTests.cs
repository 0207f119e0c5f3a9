using System.Collections.Concurrent;
using System.Text;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Tests.Smtp;

/// <summary>What whoever runs the catcher hears of each envelope: once, and what really became of it.</summary>
[CancelAfter(20_000)]
public sealed class ReceptionsTests : CatcherFixture
{
    private const string Content = "Subject: Hello\r\n\r\nHello.\r\n";

    private readonly BlockingCollection<Reception> _heard = [];

    protected override MailCatcherSettings Settings => base.Settings with { Received = _heard.Add, MaximumMessageBytes = 1_000 };

    [Test]
    public async Task A_mail_that_was_answered_with_250(CancellationToken cancellation)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.DeliverAsync();

        var kept = Catcher.Inbox.Messages.Single();
        IsWhatWasHeard(new(kept.ReceivedAt, "shop@example.com", ["ada@example.org"], Bytes(Content), true, $"250 2.0.0 Ok: queued as {kept.Id}", true), cancellation);
    }

    [TestCase("451 4.3.0 later")]
    [TestCase("554 5.7.1 never")]
    [TestCase("421 4.3.2 restarting")]
    public async Task A_mail_that_was_refused_at_its_end(string answer, CancellationToken cancellation)
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply(answer)));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", answer);

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], Bytes(Content), false, answer, true), cancellation);
    }

    [Test]
    public async Task A_mail_that_was_too_large_is_heard_of_without_its_content(CancellationToken cancellation)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync(content: new string('x', 1_001) + "\r\n");
        await client.SayAsync(".", "552");

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], default, false, "552 5.3.4 Message too large", true), cancellation);
    }

    [Test]
    public async Task A_no_that_was_a_yes_is_taken(CancellationToken cancellation)
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("451 4.3.0 later")) { Keep = true });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", "451");

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], Bytes(Content), true, "451 4.3.0 later", true), cancellation);
    }

    [Test]
    public async Task A_yes_that_was_a_no_is_not(CancellationToken cancellation)
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Reply("250 2.0.0 Ok")));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".", "250 2.0.0 Ok");

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], Bytes(Content), false, "250 2.0.0 Ok", true), cancellation);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_cut_in_place_of_the_answer_with_the_mail_kept_or_not(bool keep, CancellationToken cancellation)
    {
        Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Cut()) { Keep = keep });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".");
        await client.HearTheEndAsync();

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], Bytes(Content), keep, null, false), cancellation);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_client_that_leaves_while_we_hang_with_the_mail_kept_or_not(bool keep, CancellationToken cancellation)
    {
        var rule = Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Hang()) { Keep = keep });
        using (var client = await Conversation.GreetedAsync(Catcher.SmtpPort))
        {
            await client.OfferAsync();
            await client.SayAsync(".");
            await rule.WaitUntilStruckAsync(cancellationToken: cancellation);
            Assert.That(_heard, Is.Empty, "It is not decided yet.");
        }

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], Bytes(Content), keep, null, false), cancellation);
    }

    [Test]
    public async Task A_mail_is_as_old_as_its_keeping_however_late_its_answer(CancellationToken cancellation)
    {
        var rule = Catcher.Faults.Add(new(FaultPoint.EndOfData, new FaultAction.Hang()) { Keep = true });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.SayAsync(".");
        await rule.WaitUntilStruckAsync(cancellationToken: cancellation);
        var kept = (await Catcher.Inbox.WaitForAsync(1, cancellationToken: cancellation)).Single();
        Catcher.Faults.Remove(rule);
        await client.HearAsync("250");

        IsWhatWasHeard(new(kept.ReceivedAt, "shop@example.com", ["ada@example.org"], Bytes(Content), true, $"250 2.0.0 Ok: queued as {kept.Id}", true), cancellation);
    }

    [Test]
    public async Task A_recipient_that_was_refused_for_good_and_none_that_may_come_again(CancellationToken cancellation)
    {
        Catcher.Faults.Add(new(FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.1 later")) { Recipient = "bob" });
        Catcher.Faults.Add(new(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = "ada" });
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("MAIL FROM:<shop@example.com>", "250");
        await client.SayAsync("RCPT TO:<cem@example.org>", "250");
        await client.SayAsync("RCPT TO:<bob@example.org>", "450");
        await client.SayAsync("RCPT TO:<ada@example.org>", "550");

        IsWhatWasHeard(new(default, "shop@example.com", ["ada@example.org"], default, false, "550 5.1.1 no such user", true), cancellation);
    }

    [Test]
    public async Task Each_mail_of_a_pipeline_is_heard_of_once_and_in_its_order(CancellationToken cancellation)
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SendAsync(string.Concat(Enumerable.Range(0, 50).Select(number => $"MAIL FROM:<shop@example.com>\r\nRCPT TO:<{number}@example.org>\r\nDATA\r\n{Content}.\r\n")));

        var heard = Enumerable.Range(0, 50).Select(_ => _heard.Take(cancellation)).ToList();
        Assert.That(heard.Select(one => one.Recipients.Single()), Is.EqualTo(Enumerable.Range(0, 50).Select(number => $"{number}@example.org")));
        Assert.That(heard.All(one => one.Taken && one.CouldBeRead), Is.True);
    }

    [Test]
    public async Task An_envelope_without_a_final_dot_is_none(CancellationToken cancellation)
    {
        using (var client = await Conversation.GreetedAsync(Catcher.SmtpPort))
            await client.OfferAsync("gone@example.org");
        using var next = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await next.DeliverAsync();

        Assert.That(_heard.Take(cancellation).Recipients, Is.EqualTo(new[] { "ada@example.org" }));
    }

    private void IsWhatWasHeard(Reception expected, CancellationToken cancellation)
    {
        var heard = _heard.Take(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard with { At = expected.At, Recipients = expected.Recipients, Content = expected.Content }, Is.EqualTo(expected));
            Assert.That(heard.Recipients, Is.EqualTo(expected.Recipients));
            Assert.That(heard.Content.ToArray(), Is.EqualTo(expected.Content.ToArray()));
            Assert.That(heard.At, expected.At == default ? Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(20)) : Is.EqualTo(expected.At));
            Assert.That(_heard, Is.Empty);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
