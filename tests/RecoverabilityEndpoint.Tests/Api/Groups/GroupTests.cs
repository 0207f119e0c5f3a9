using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Groups;

[CancelAfter(60_000)]
public sealed class GroupTests : ApiFixture
{
    private const string List = "recoverability/groups/Exception Type and Stack Trace";

    [Test]
    public async Task There_are_five_ways_to_look_at_failures_and_the_first_is_by_exception() =>
        Assert.That(
            (await GetAsync("recoverability/classifiers")).AsArray().Select(one => (string?)one),
            Is.EqualTo(new[] { "Exception Type and Stack Trace", "Message Type", "Endpoint Address", "Endpoint Instance", "Endpoint Name" }));

    [TestCase("Exception Type and Stack Trace", 2)]
    [TestCase("Message Type", 1)]
    [TestCase("Endpoint Address", 1)]
    [TestCase("Endpoint Instance", 1)]
    [TestCase("Endpoint Name", 1)]
    [TestCase("Of another server", 0)]
    public async Task Each_shows_unresolved_ones_and_archived_ones_by_themselves(string classifier, int groups)
    {
        await Book.AddAsync(cause: "A");
        await Book.AddAsync(cause: "A");
        await Book.AddAsync(cause: "B");
        await Book.AddAsync("archived", cause: "C");
        await Book.AddAsync("resolved", cause: "D");
        var unresolved = (await GetAsync($"recoverability/groups/{classifier}")).AsArray();
        var archived = (await GetAsync($"errors/groups/{classifier}")).AsArray();
        Assert.That((unresolved.Count, unresolved.Sum(one => (int)one!["count"]!)), Is.EqualTo((groups, groups == 0 ? 0 : 3)));
        Assert.That(archived.Sum(one => (int)one!["count"]!), Is.EqualTo(groups == 0 ? 0 : 1));
    }

    [Test]
    public async Task One_that_is_worked_on_says_so_until_its_end_is_seen()
    {
        await Book.AddAsync();
        var group = FailedMessageBook.GroupOf(FailedMessageBook.Cause);
        Assert.That(await GroupAsync(), Is.EqualTo("None False 1"));
        Assert.That(await StatusAsync("POST", $"recoverability/groups/{group}/errors/retry"), Is.EqualTo(202));
        Assert.That(await GroupAsync(), Is.EqualTo("Waiting False 1"));

        await ExecuteAsync("UPDATE recoverability.operations SET state = 'completed', completed_at = now(), total = 1, done = 1; UPDATE recoverability.failed_messages SET status = 'resolved'");
        Assert.That(await GroupAsync(), Is.EqualTo("Completed True 0"), "nothing is left in it, and it is there until somebody has seen that");
        Assert.That(NamesOf((await GetAsync("recoverability/history"))["unacknowledged_operations"]![0]!), Does.Contain("request_id"));
        Assert.That(await StatusAsync("DELETE", $"recoverability/unacknowledgedgroups/{group}"), Is.EqualTo(202));
        Assert.That((await GetAsync(List)).AsArray(), Is.Empty);

        await Book.AddAsync();
        Assert.That(await GroupAsync(), Is.EqualTo("None False 1"));
        Assert.That((DateTime?)(await GetAsync(List))[0]!["operation_completion_time"], Is.Not.Null);
    }

    [Test]
    public async Task The_newest_operation_is_shown_and_one_that_is_under_way_cannot_be_dismissed()
    {
        await Book.AddAsync();
        var group = FailedMessageBook.GroupOf(FailedMessageBook.Cause);
        await AskAsync(OperationKind.Retry, group);
        await ExecuteAsync("UPDATE recoverability.operations SET state = 'completed', completed_at = now()");
        await AskAsync(OperationKind.Archive, group);
        Assert.That(await StatusAsync("DELETE", $"recoverability/unacknowledgedgroups/{group}"), Is.EqualTo(202));
        Assert.That(await GroupAsync(), Is.EqualTo("ArchiveStarted False 1"));
    }

    [Test]
    public async Task A_note_is_there_at_once_and_is_removed()
    {
        await Book.AddAsync();
        var group = FailedMessageBook.GroupOf(FailedMessageBook.Cause);
        await SendAsync("POST", $"recoverability/groups/{group}/comment?comment=see 42");
        Assert.That((string?)(await GetAsync(List))[0]!["comment"], Is.EqualTo("see 42"));
        await SendAsync("DELETE", $"recoverability/groups/{group}/comment");
        Assert.That((await GetAsync(List))[0]!.AsObject().ContainsKey("comment"), Is.False);
    }

    private Task<Guid?> AskAsync(OperationKind kind, Guid group) => OperationTable.AskAsync(
        Source, new AskedOperation(kind, OperationScope.FailureGroup, "a group", "ana", new Selection(FailureStatus.Unresolved) { Group = group }), CancellationToken.None);

    private async Task<string> GroupAsync()
    {
        var group = (await GetAsync(List)).AsArray().Single()!;
        return $"{group["operation_status"]} {(bool)group["need_user_acknowledgement"]!} {group["count"]}";
    }
}
