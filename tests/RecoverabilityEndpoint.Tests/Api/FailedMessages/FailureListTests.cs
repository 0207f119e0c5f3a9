using System.Net;
using System.Text.Json.Nodes;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.FailedMessages;

[CancelAfter(60_000)]
public sealed class FailureListTests : ApiFixture
{
    [TestCase("status=unresolved", "unresolved unresolved")]
    [TestCase("status=retryIssued", "retryIssued")]
    [TestCase("status=retryissued,archived", "archived retryIssued")]
    [TestCase("status=-unresolved", "archived resolved retryIssued")]
    [TestCase("status=unresolved,-unresolved", "")]
    [TestCase("status=", "archived resolved retryIssued unresolved unresolved")]
    [TestCase("", "archived resolved retryIssued unresolved unresolved")]
    public async Task A_status_selects_and_with_a_hyphen_excludes(string query, string statuses)
    {
        foreach (var status in new[] { "unresolved", "unresolved", "retry_issued", "resolved", "archived" })
            await Book.AddAsync(status);
        using var answer = await SendAsync("GET", $"errors?{query}");
        var list = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
        Assert.That(string.Join(' ', list.Select(one => (string)one!["status"]!).Order(StringComparer.Ordinal)), Is.EqualTo(statuses));
        Assert.That(Header(answer, "Total-Count"), Is.EqualTo($"{list.Count}"));
    }

    [Test]
    public async Task Pages_have_each_message_once_and_say_where_the_others_are()
    {
        for (var i = 0; i < 60; i++)
            await Book.AddAsync();

        using var first = await SendAsync("GET", "errors?status=unresolved&page=1&per_page=25&sort=time_of_failure&direction=desc");
        var ids = new List<string>();
        for (var page = 1; page <= 4; page++)
            ids.AddRange((await GetAsync($"errors?status=unresolved&page={page}&per_page=25&sort=message_type&direction=desc")).AsArray().Select(one => (string)one!["id"]!));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Has.Count.EqualTo(60).And.Unique);
            Assert.That(Header(first, "Total-Count"), Is.EqualTo("60"));
            Assert.That(
                Header(first, "Link"),
                Is.EqualTo(
                    "<errors?status=unresolved&page=2&per_page=25&sort=time_of_failure&direction=desc>; rel=\"next\", "
                    + "<errors?status=unresolved&page=3&per_page=25&sort=time_of_failure&direction=desc>; rel=\"last\""));
        }
    }

    [TestCase("time_of_failure")]
    [TestCase("modified")]
    [TestCase("time_of_retry_request")]
    [TestCase("time_sent")]
    [TestCase("message_type")]
    [TestCase("anything else")]
    public async Task They_are_sorted_both_ways(string sort)
    {
        foreach (var (id, i) in new[] { await Book.AddAsync(), await Book.AddAsync(), await Book.AddAsync() }.Select((id, i) => (id, i)))
        {
            await ExecuteAsync(
                $"""
                 UPDATE recoverability.failed_messages
                 SET failed_at = now() + interval '{i} s', last_modified = now() + interval '{i} s', time_sent = now() + interval '{i} s', message_type = 'type {i}'
                 WHERE failed_message_id = '{id}'
                 """);
        }

        Assert.That(await TypesAsync("asc"), Is.EqualTo(new[] { "type 0", "type 1", "type 2" }));
        Assert.That(await TypesAsync("desc"), Is.EqualTo(new[] { "type 2", "type 1", "type 0" }));

        async Task<IEnumerable<string?>> TypesAsync(string direction) => (await GetAsync($"errors?sort={sort}&direction={direction}")).AsArray().Select(one => (string?)one!["message_type"]);
    }

    [Test]
    public async Task A_time_of_change_and_a_queue_select()
    {
        await Book.AddAsync("retry_issued");
        var old = await Book.AddAsync("retry_issued");
        await ExecuteAsync($"UPDATE recoverability.failed_messages SET last_modified = '2026-01-02T00:00:00Z', queue_address = 'Other' WHERE failed_message_id = '{old}'");

        foreach (var query in new[] { "modified=2026-01-01T00:00:00.000Z...2026-01-03T00:00:00.000Z", "queueaddress=Other", "queueaddress=Other&modified=2025-01-01T00:00:00.000Z...2027-01-01T00:00:00.000Z" })
            Assert.That((await GetAsync($"errors?status=retryIssued&{query}")).AsArray().Select(one => (string?)one!["id"]), Is.EqualTo(new[] { $"{old}" }), query);
        Assert.That((await GetAsync("errors?status=retryIssued&queueaddress=")).AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_has_not_changed_is_answered_with_304_until_it_changes()
    {
        await Book.AddAsync();
        using var first = await SendAsync("GET", "errors?status=unresolved");
        using var again = await AskAgainAsync(first);
        await Book.AddAsync();
        using var changed = await AskAgainAsync(first);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers.ETag?.Tag, Does.Match("^\"[0-9a-f]{32}\"$"));
            Assert.That((again.StatusCode, changed.StatusCode), Is.EqualTo((HttpStatusCode.NotModified, HttpStatusCode.OK)));
            Assert.That((Header(first, "Cache-Control"), Header(first, "Vary"), Header(first, "X-Particular-Version")), Is.EqualTo(("max-age=0, private", "Accept", "6.19.0")));
            Assert.That(Header(again, "X-Particular-Version"), Is.EqualTo("6.19.0"));
        }

        async Task<HttpResponseMessage> AskAgainAsync(HttpResponseMessage before)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/errors?status=unresolved") { Headers = { { "If-None-Match", before.Headers.ETag!.Tag } } };
            return await Http.SendAsync(request);
        }
    }

    [Test]
    public async Task HEAD_tells_the_number_and_nothing_else()
    {
        await Book.AddAsync();
        using var answer = await SendAsync("HEAD", "errors?status=unresolved");
        Assert.That((Header(answer, "Total-Count"), (await answer.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo(("1", 0)));
    }

    [Test]
    public async Task A_group_that_is_not_there_has_no_messages() =>
        Assert.That((await GetAsync($"recoverability/groups/{Guid.NewGuid()}/errors?status=unresolved")).AsArray(), Is.Empty);

    [Test]
    public async Task A_group_has_its_own_messages_alone()
    {
        await Book.AddAsync(cause: "Other");
        var id = await Book.AddAsync();
        Assert.That(
            (await GetAsync($"recoverability/groups/{FailedMessageBook.GroupOf(FailedMessageBook.Cause)}/errors?status=unresolved")).AsArray().Select(one => (string?)one!["id"]),
            Is.EqualTo(new[] { $"{id}" }));
    }

    [Test]
    public async Task What_is_not_known_is_left_out_and_times_are_UTC()
    {
        var id = await Book.AddAsync();
        await ExecuteAsync("UPDATE recoverability.failed_messages SET message_type = '', time_sent = NULL, sending_endpoint = NULL, queue_address = NULL, failed_at = '2026-11-26T10:00:00.5+01'");
        var message = await GetAsync($"errors/last/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(NamesOf(message), Does.Not.Contain("message_type").And.Not.Contain("time_sent").And.Not.Contain("sending_endpoint").And.Not.Contain("queue_address"));
            Assert.That((string?)message["time_of_failure"], Is.EqualTo("2026-11-26T09:00:00.5Z"));
        }
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
}
