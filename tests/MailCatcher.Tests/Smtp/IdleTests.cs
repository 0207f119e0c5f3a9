namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class IdleTests : CatcherFixture
{
    protected override MailCatcherSettings Settings => base.Settings with { IdleTimeout = TimeSpan.FromMilliseconds(200) };

    [Test]
    public async Task A_silent_client_gets_421()
    {
        using var client = await ConnectAsync();
        await client.HearAsync("220");
        await client.HearAsync("421 4.4.2");
        await client.HearTheEndAsync();
    }

    [Test]
    public async Task A_client_silent_in_the_middle_of_its_content_gets_421_and_its_message_never_was()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await client.HearAsync("421 4.4.2");
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.Zero);
    }
}
