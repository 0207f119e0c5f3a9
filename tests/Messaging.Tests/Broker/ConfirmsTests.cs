using Microsoft.Extensions.Time.Testing;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;

namespace Notifications.Messaging.Tests.Broker;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConfirmsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Confirms _confirms;

    public ConfirmsTests() => _confirms = new Confirms(_time);

    [Test]
    public void One_answer_is_for_one_publish_or_for_all_until_it()
    {
        var sent = Write(5);

        _confirms.Answered(3, andOlder: false, PublishOutcome.Confirmed);
        Assert.That(Answered(sent), Is.EqualTo("..C.."));
        _confirms.Answered(2, andOlder: true, PublishOutcome.Refused);
        Assert.That(Answered(sent), Is.EqualTo("RRC.."));
        _confirms.Answered(5, andOlder: true, PublishOutcome.Confirmed);
        Assert.That(Answered(sent), Is.EqualTo("RRCCC"));
    }

    [Test]
    public void What_came_back_is_unroutable_although_it_is_confirmed_and_its_neighbours_are_not()
    {
        var sent = Write(3);

        _confirms.Returned("id 1", "exchange");
        _confirms.Answered(3, andOlder: true, PublishOutcome.Confirmed);

        Assert.That(Answered(sent), Is.EqualTo("CUC"));
    }

    [Test]
    public void Of_two_copies_of_which_one_came_back_one_is_unroutable()
    {
        var sent = new[] { Write("same"), Write("same") };

        _confirms.Returned("same", "exchange");
        _confirms.Answered(2, andOlder: true, PublishOutcome.Confirmed);

        Assert.That(Answered(sent), Is.EqualTo("UC"));
    }

    [Test]
    public void What_was_not_written_after_all_has_no_number()
    {
        Write("good");
        Write("too long for a frame");
        _confirms.NotWritten();
        var next = Write("next");

        _confirms.Answered(2, andOlder: false, PublishOutcome.Confirmed);

        Assert.That(next.Task.Result, Is.EqualTo(PublishOutcome.Confirmed));
    }

    [Test]
    public void After_its_deadline_it_is_unknown_and_a_late_answer_changes_nothing()
    {
        var early = Write("early");
        _time.Advance(TimeSpan.FromSeconds(4));
        var later = Write("later");
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(_confirms.GiveUp(TimeSpan.FromSeconds(10)), Is.SameAs(early));
        Assert.That(Answered([early, later]), Is.EqualTo("?."));
        _confirms.Answered(2, andOlder: true, PublishOutcome.Confirmed);
        Assert.That(Answered([early, later]), Is.EqualTo("?C"));
        Assert.That(_confirms.GiveUp(TimeSpan.Zero), Is.Null);
    }

    private Confirms.Waiting[] Write(int count) => [.. Enumerable.Range(0, count).Select(number => Write($"id {number}"))];

    private Confirms.Waiting Write(string id)
    {
        var waiting = _confirms.Add(new Publication("exchange", new BasicProperties { MessageId = id }, ReadOnlyMemory<byte>.Empty));
        _confirms.Writing(waiting);
        return waiting;
    }

    /// <summary>A letter each; a dot while it waits.</summary>
    private static string Answered(IEnumerable<Confirms.Waiting> sent) => string.Concat(sent.Select(each => !each.Task.IsCompleted ? '.' : each.Task.Result switch
    {
        PublishOutcome.Unknown => '?',
        var outcome => $"{outcome}"[0],
    }));
}
