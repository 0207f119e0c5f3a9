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
    public async Task One_answer_is_for_one_publish_or_for_all_until_it()
    {
        var sent = Write(5);

        _confirms.Answered(3, andOlder: false, PublishOutcome.Confirmed);
        await AreAnsweredAsync(sent, "..C..");
        _confirms.Answered(2, andOlder: true, PublishOutcome.Refused);
        await AreAnsweredAsync(sent, "RRC..");
        _confirms.Answered(5, andOlder: true, PublishOutcome.Confirmed);
        await AreAnsweredAsync(sent, "RRCCC");
    }

    [Test]
    public async Task What_came_back_is_unroutable_although_it_is_confirmed_and_its_neighbours_are_not()
    {
        var sent = Write(3);

        _confirms.Returned("id 1", "exchange");
        _confirms.Answered(3, andOlder: true, PublishOutcome.Confirmed);

        await AreAnsweredAsync(sent, "CUC");
    }

    [Test]
    public async Task Of_two_copies_of_which_one_came_back_one_is_unroutable()
    {
        var sent = new[] { Write("same"), Write("same") };

        _confirms.Returned("same", "exchange");
        _confirms.Answered(2, andOlder: true, PublishOutcome.Confirmed);

        await AreAnsweredAsync(sent, "UC");
    }

    [Test]
    public async Task What_was_not_written_after_all_has_no_number()
    {
        Write("good");
        Write("too long for a frame");
        _confirms.NotWritten();
        var next = Write("next");

        _confirms.Answered(2, andOlder: false, PublishOutcome.Confirmed);

        await AreAnsweredAsync([next], "C");
    }

    [Test]
    public async Task After_its_deadline_it_is_unknown_and_a_late_answer_changes_nothing()
    {
        var early = Write("early");
        _time.Advance(TimeSpan.FromSeconds(4));
        var later = Write("later");
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(_confirms.GiveUp(TimeSpan.FromSeconds(10)), Is.SameAs(early));
        await AreAnsweredAsync([early, later], "?.");
        _confirms.Answered(2, andOlder: true, PublishOutcome.Confirmed);
        await AreAnsweredAsync([early, later], "?C");
        Assert.That(_confirms.GiveUp(TimeSpan.Zero), Is.Null);
    }

    private Confirms.Waiting[] Write(int count) => [.. Enumerable.Range(0, count).Select(number => Write($"id {number}"))];

    private Confirms.Waiting Write(string id)
    {
        var waiting = _confirms.Add(new Publication("exchange", new BasicProperties { MessageId = id }, ReadOnlyMemory<byte>.Empty));
        _confirms.Writing(waiting);
        return waiting;
    }

    /// <param name="sent">All that was written.</param>
    /// <param name="expected">A letter each; a dot while it waits.</param>
    private static async Task AreAnsweredAsync(IReadOnlyList<Confirms.Waiting> sent, string expected)
    {
        await Task.WhenAll(sent.Where((_, number) => expected[number] != '.').Select(each => each.Task)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(string.Concat(sent.Select(each => !each.Task.IsCompleted ? '.' : each.Task.Result switch
        {
            PublishOutcome.Unknown => '?',
            var outcome => $"{outcome}"[0],
        })), Is.EqualTo(expected));
    }
}
