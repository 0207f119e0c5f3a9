using Microsoft.Extensions.Time.Testing;

namespace Notifications.MailCatcher.Tests.Smtp;

public sealed class IdleTests : CatcherFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();

    protected override MailCatcherSettings Settings => base.Settings with { Time = _time, IdleTimeout = Limit };

    [Test]
    public async Task A_silent_client_gets_421()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        Assert.That(await _time.RunUntilAsync(client.HearAsync("421 4.4.2"), TimeSpan.FromSeconds(10)), Is.GreaterThanOrEqualTo(Limit));
        await client.HearTheEndAsync();
    }

    [Test]
    public async Task A_client_silent_in_the_middle_of_its_content_gets_421_and_its_message_never_was()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        await client.OfferAsync();
        await _time.RunUntilAsync(client.HearAsync("421 4.4.2"), TimeSpan.FromSeconds(10));
        await client.HearTheEndAsync();
        Assert.That(Catcher.Inbox.Statistics.Received, Is.Zero);
    }

    [Test]
    public async Task A_client_that_speaks_now_and_then_is_not_silent()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Limit * 0.9);
            await client.SayAsync("NOOP", "250");
        }
    }

    [Test]
    public async Task A_client_that_does_not_read_its_answers_is_cut_off_before_they_fill_the_memory()
    {
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        var flood = client.SendAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 8_000_000)));
        var cut = Assert.ThrowsAsync<IOException>(() => flood);
        await _time.RunUntilAsync(cut, TimeSpan.FromSeconds(10));
    }
}
