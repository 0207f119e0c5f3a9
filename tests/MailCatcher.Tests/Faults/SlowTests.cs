using Microsoft.Extensions.Time.Testing;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Tests.Faults;

public sealed class SlowTests : CatcherFixture
{
    private readonly FakeTimeProvider _time = new();

    protected override MailCatcherSettings Settings => base.Settings with { Time = _time };

    [Test]
    public async Task At_one_point_its_answer_comes_later()
    {
        Catcher.Faults.Add(new(FaultPoint.Mail, new FaultAction.Slow(TimeSpan.FromSeconds(3))));
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);
        var answer = client.SayAsync("MAIL FROM:<a@example.com>", "250");
        Assert.That(await SecondsUntilAsync(answer), Is.GreaterThanOrEqualTo(3));
        await client.SayAsync("NOOP", "250");
    }

    [Test]
    public async Task At_connect_every_answer_comes_later()
    {
        Catcher.Faults.Add(new(FaultPoint.Connect, new FaultAction.Slow(TimeSpan.FromSeconds(3))));
        using var client = await ConnectAsync();
        Assert.That(await SecondsUntilAsync(client.HearAsync("220")), Is.GreaterThanOrEqualTo(3));
        Assert.That(await SecondsUntilAsync(client.SayAsync("NOOP", "250")), Is.GreaterThanOrEqualTo(3));

        Catcher.Faults.Clear();
        await client.SayAsync("NOOP", "250");
    }

    [Test]
    public async Task A_hang_for_a_time_ends_after_it()
    {
        Catcher.Faults.Add(new(FaultPoint.Helo, new FaultAction.Hang(TimeSpan.FromSeconds(5))));
        using var client = await ConnectAsync();
        await client.HearAsync("220");
        Assert.That(await SecondsUntilAsync(client.SayAsync("HELO t", "250")), Is.GreaterThanOrEqualTo(5));
    }

    private async Task<double> SecondsUntilAsync(Task answer) =>
        (await _time.RunUntilAsync(answer, TimeSpan.FromSeconds(0.1))).TotalSeconds;
}
