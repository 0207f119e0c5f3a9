namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class BoundsTests : CatcherFixture
{
    protected override MailCatcherSettings Settings => base.Settings with
    {
        MaximumMessageBytes = 100_000,
        MaximumRecipients = 3,
        MaximumConnections = 2,
    };

    [Test]
    public async Task A_line_too_long_gets_500_and_the_next_is_heard()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("NOOP " + new string('x', 5_000), "500 5.5.6");
        await client.SayAsync("NOOP " + new string('x', 5_000_000), "500 5.5.6");
        await client.SayAsync("NOOP", "250");
    }

    [Test]
    public async Task A_message_too_large_gets_552_and_the_next_is_taken()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync(content: string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 200)));
        await client.SayAsync(".", "552 5.3.4");
        await client.DeliverAsync("small@example.org");
        Assert.That(Catcher.Inbox.Messages.Single().To, Is.EqualTo(new[] { "small@example.org" }));
    }

    [Test]
    public async Task A_message_of_exactly_the_largest_size_is_taken()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.DeliverAsync(content: string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 100)));
        Assert.That(Catcher.Inbox.Messages.Single().Raw.Length, Is.EqualTo(100_000));
    }

    [Test]
    public async Task A_recipient_too_many_gets_452_and_the_others_stay()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.SayAsync("MAIL FROM:<shop@example.com>", "250");
        for (var i = 0; i < 3; i++)
            await client.SayAsync($"RCPT TO:<{i}@example.org>", "250");
        await client.SayAsync("RCPT TO:<3@example.org>", "452 4.5.3");
        await client.SayAsync("DATA", "354");
        await client.SayAsync(".", "250");
        Assert.That(Catcher.Inbox.Messages.Single().To, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_connection_too_many_gets_421()
    {
        using var first = await Conversation.GreetedAsync(Catcher.SmtpPort);
        using var second = await Conversation.GreetedAsync(Catcher.SmtpPort);
        using var third = await ConnectAsync();
        await third.HearAsync("421 4.7.0");
        await third.HearTheEndAsync();
        await first.SayAsync("NOOP", "250");
    }
}
