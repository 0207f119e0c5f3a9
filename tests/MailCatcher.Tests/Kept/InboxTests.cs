using System.Text;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Tests.Kept;

public sealed class InboxTests
{
    [Test]
    public void The_oldest_leave_when_there_are_too_many()
    {
        var inbox = new Inbox(new() { KeepMessages = 3 });
        for (var i = 0; i < 10; i++)
            Add(inbox, $"{i}@example.org");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inbox.Messages.Select(message => message.To[0]), Is.EqualTo(new[] { "7@example.org", "8@example.org", "9@example.org" }));
            Assert.That(inbox.Statistics, Is.EqualTo(new InboxStatistics(10, 3, 7, 0, inbox.Messages.Sum(message => message.Cost))));
        }
    }

    [Test]
    public void The_oldest_leave_when_they_are_too_large()
    {
        var inbox = new Inbox(new() { KeepBytes = 100_000 });
        for (var i = 0; i < 50; i++)
            Add(inbox, size: 9_000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inbox.Statistics.Bytes, Is.InRange(80_000, 100_000));
            Assert.That(inbox.Statistics.Kept + inbox.Statistics.Evicted, Is.EqualTo(50));
        }
    }

    [Test]
    public void The_newest_stays_even_if_it_is_larger_than_all_that_may_be_kept()
    {
        var inbox = new Inbox(new() { KeepBytes = 1_000 });
        Add(inbox);
        var large = Add(inbox, size: 1_000);
        Assert.That(inbox.Messages, Is.EqualTo(new[] { large }));
    }

    [Test]
    public void What_left_is_not_found_any_more_and_gives_its_bytes_back()
    {
        var inbox = new Inbox(new() { KeepMessages = 2 });
        var (first, second, third) = (Add(inbox), Add(inbox), Add(inbox));

        Assert.That(inbox.Delete(second.Id), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(inbox.Delete(second.Id), Is.False);
            Assert.That(inbox.Find(first.Id), Is.Null);
            Assert.That(inbox.Find(third.Id), Is.SameAs(third));
            Assert.That(inbox.Statistics, Is.EqualTo(new InboxStatistics(3, 1, 1, 1, third.Cost)));
        }

        inbox.Clear();
        Assert.That(inbox.Statistics, Is.EqualTo(new InboxStatistics(3, 0, 1, 2, 0)));
    }

    [Test]
    public async Task Waiting_counts_those_that_are_here_and_those_that_come()
    {
        var inbox = new Inbox(new());
        var first = Add(inbox, "ada@example.org");
        Add(inbox, "bob@example.org");
        var waiting = inbox.WaitForAsync(2, message => message.IsTo("ADA@example.org"));
        Add(inbox, "bob@example.org");
        Assert.That(waiting.IsCompleted, Is.False);

        var second = Add(inbox, "ada@example.org");
        Assert.That(await waiting, Is.EqualTo(new[] { first, second }));
    }

    [Test]
    public async Task Waiting_in_vain_says_how_many_came()
    {
        var inbox = new Inbox(new());
        Add(inbox);
        var vain = await Assert.ThrowsAsync<TimeoutException>(() => inbox.WaitForAsync(2, within: TimeSpan.FromMilliseconds(1)));
        Assert.That(vain.Message, Is.EqualTo("1 of 2 messages arrived within 0 s."));
    }

    [Test]
    public async Task A_question_that_throws_hurts_who_asked_and_not_the_sender()
    {
        var inbox = new Inbox(new());
        var waiting = inbox.WaitForAsync(1, _ => throw new InvalidOperationException("wrong question"));
        Add(inbox);
        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.That(inbox.Statistics.Kept, Is.EqualTo(1));
    }

    [Test]
    public async Task Waiting_for_none_ends_at_once() => Assert.That(await new Inbox(new()).WaitForAsync(0), Is.Empty);

    private static CaughtMessage Add(Inbox inbox, string to = "ada@example.org", int size = 10) =>
        inbox.Add("shop@example.com", [to], "test", Encoding.ASCII.GetBytes(new string('x', size)));
}
