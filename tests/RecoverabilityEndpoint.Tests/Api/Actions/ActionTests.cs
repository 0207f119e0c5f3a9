namespace Notifications.RecoverabilityEndpoint.Tests.Api.Actions;

/// <summary>What is asked for is a row, which whoever carries it out reads.</summary>
[CancelAfter(60_000)]
public sealed class ActionTests : ApiFixture
{
    private const string Row =
        """
        SELECT concat_ws(' ', kind, scope, array_to_string(statuses, ','), 'ids=' || cardinality(ids), 'group=' || group_id, 'endpoint=' || endpoint, 'queue=' || queue_address,
            'from=' || to_char(failed_from AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'until=' || to_char(failed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD'), state, requested_by)
        FROM recoverability.operations
        """;

    [TestCase("POST", "errors/retry", "[\"{id}\"]", "retry SingleMessage unresolved ids=1")]
    [TestCase("POST", "errors/retry", "[\"{id}\",\"{id}\"]", "retry SingleMessage unresolved ids=1")]
    [TestCase("POST", "errors/retry", "[\"{id}\",\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"]", "retry MultipleMessages unresolved ids=2")]
    [TestCase("POST", "errors/{id}/retry", null, "retry SingleMessage unresolved ids=1")]
    [TestCase("POST", "errors/retry/all", null, "retry All unresolved")]
    [TestCase("POST", "errors/Billing/retry/all", null, "retry AllForEndpoint unresolved endpoint=Billing")]
    [TestCase("POST", "errors/queues/Billing/retry", null, "retry ByQueueAddress unresolved queue=Billing")]
    [TestCase("POST", "errors/queues/a/b%2Fc/retry/", null, "retry ByQueueAddress unresolved queue=a/b/c")]
    [TestCase("POST", "recoverability/groups/{group}/errors/retry", null, "retry FailureGroup unresolved group={group}")]
    [TestCase("PATCH", "errors/archive/", "[\"{id}\"]", "archive SingleMessage unresolved ids=1")]
    [TestCase("POST", "recoverability/groups/{group}/errors/archive", null, "archive FailureGroup unresolved group={group}")]
    [TestCase("PATCH", "errors/unarchive/", "[\"{id}\"]", "restore SingleMessage archived ids=1")]
    [TestCase("POST", "recoverability/groups/{group}/errors/unarchive", null, "restore FailureGroup archived group={group}")]
    [TestCase("PATCH", "errors/2026-01-01T00:00:00.000Z...2026-02-01T00:00:00.000Z/unarchive", null, "restore All archived from=2026-01-01 until=2026-02-01")]
    [TestCase("POST", "pendingretries/retry", "[\"{id}\"]", "retry SingleMessage retry_issued ids=1")]
    [TestCase("POST", "pendingretries/retry", """{"from":"2026-01-01T00:00:00.000Z","to":"2026-02-01T00:00:00.000Z"}""", "retry All retry_issued from=2026-01-01 until=2026-02-01")]
    [TestCase("POST", "pendingretries/queues/retry", """{"from":"1970-01-01T00:00:00.000Z","to":"1970-01-01T00:00:00.000Z","queueaddress":"q"}""", "retry ByQueueAddress retry_issued queue=q")]
    public async Task An_action_is_stored_as_what_it_selects(string method, string path, string? body, string row)
    {
        var id = await Book.AddAsync();
        var group = $"{FailedMessageBook.GroupOf(FailedMessageBook.Cause)}";
        Assert.That(await StatusAsync(method, Fill(path), body is null ? null : Fill(body)), Is.EqualTo(202));
        Assert.That(await QueryAsync<string>(Row), Is.EqualTo($"{Fill(row)} waiting anyone"));

        string Fill(string text) => text.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{group}", group, StringComparison.Ordinal);
    }

    [Test]
    public async Task A_group_is_called_by_its_title_and_asked_for_once()
    {
        await Book.AddAsync();
        var path = $"recoverability/groups/{FailedMessageBook.GroupOf(FailedMessageBook.Cause)}/errors/retry";
        Assert.That((await StatusAsync("POST", path), await StatusAsync("POST", path)), Is.EqualTo((202, 202)));
        Assert.That(await QueryAsync<string>("SELECT string_agg(originator, ',') FROM recoverability.operations"), Is.EqualTo(FailedMessageBook.Cause));
        Assert.That(await StatusAsync("POST", $"recoverability/groups/{Guid.NewGuid()}/errors/retry"), Is.EqualTo(404));
    }

    [Test]
    public async Task Pending_ones_are_taken_for_resolved_and_others_and_those_that_still_wait_are_not()
    {
        var (pending, unresolved, waiting) = (await Book.AddAsync("retry_issued"), await Book.AddAsync(), await Book.AddAsync("retry_issued"));
        await ExecuteAsync(
            $"""
             INSERT INTO recoverability.operations (operation_id, kind, scope, originator, requested_by, statuses) VALUES ('{pending}', 'retry', 'All', '', '', ARRAY['unresolved']);
             INSERT INTO recoverability.returns VALUES ('{waiting}', '{pending}')
             """);
        var before = await QueryAsync<DateTime>($"SELECT last_modified FROM recoverability.failed_messages WHERE failed_message_id = '{pending}'");

        Assert.That(await StatusAsync("PATCH", "pendingretries/resolve", $$"""{"uniquemessageids":["{{pending}}","{{unresolved}}","{{waiting}}"]}"""), Is.EqualTo(202));

        Assert.That((await StatusOfAsync(pending), await StatusOfAsync(unresolved), await StatusOfAsync(waiting)), Is.EqualTo(("resolved", "unresolved", "retry_issued")));
        Assert.That(await QueryAsync<DateTime>($"SELECT last_modified FROM recoverability.failed_messages WHERE failed_message_id = '{pending}'"), Is.GreaterThan(before));
        Assert.That(await QueryAsync<string>("SELECT event_type || messages FROM recoverability.events"), Is.EqualTo("MessageFailureResolvedManually1"));
    }

    [TestCase("1970-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z", "resolved")]
    [TestCase("1970-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", "retry_issued")]
    public async Task They_are_also_taken_by_when_they_were_sent_back(string from, string to, string status)
    {
        var id = await Book.AddAsync("retry_issued");
        Assert.That(await StatusAsync("PATCH", "pendingretries/resolve", $$"""{"from":"{{from}}","to":"{{to}}"}"""), Is.EqualTo(202));
        Assert.That(await StatusOfAsync(id), Is.EqualTo(status));
    }

    private Task<string> StatusOfAsync(Guid id) => QueryAsync<string>($"SELECT status FROM recoverability.failed_messages WHERE failed_message_id = '{id}'");
}
