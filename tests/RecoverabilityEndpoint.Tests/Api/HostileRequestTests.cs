using System.Text;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

[CancelAfter(60_000)]
public sealed class HostileRequestTests : ApiFixture
{
    [TestCase("errors?sort=failed_at;DROP TABLE recoverability.events--&direction=desc;--")]
    [TestCase("errors?page=-1&per_page=-5")]
    [TestCase("errors?page=99999999999999999999&per_page=99999999999999999999")]
    [TestCase("errors?page=1000000&per_page=500")]
    [TestCase("errors?page=x&per_page=x")]
    [TestCase("errors?queueaddress=%00%27")]
    [TestCase("messages2/?q=%00%27;--\\&page_size=500")]
    [TestCase("messages/search/%25%5C_")]
    [TestCase("messages/search?q=%F0%9F")]
    [TestCase("conversations/%F0%9F")]
    [TestCase("endpoints/'/errors")]
    [TestCase("errors/groups/x'; --")]
    [TestCase("customchecks?status='&page=-1")]
    [TestCase("eventlogitems?page=0&per_page=0")]
    public async Task Nonsense_in_a_list_is_answered_as_a_list(string path)
    {
        await Book.AddAsync();
        Assert.That((await GetAsync(path)).AsArray(), Has.Count.LessThanOrEqualTo(1));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.events"), Is.Zero);
    }

    [TestCase("GET", "errors?status=nonsense", null)]
    [TestCase("GET", "errors?modified=yesterday...today", null)]
    [TestCase("GET", "errors?modified=2026-01-01T00:00:00Z", null)]
    [TestCase("GET", "messages2/?from=yesterday", null)]
    [TestCase("POST", "errors/retry", null)]
    [TestCase("POST", "errors/retry", "")]
    [TestCase("POST", "errors/retry", "{}")]
    [TestCase("POST", "errors/retry", "[]")]
    [TestCase("POST", "errors/retry", "[\"nonsense\"]")]
    [TestCase("POST", "errors/retry", "[1]")]
    [TestCase("POST", "errors/retry", "[null]")]
    [TestCase("POST", "errors/retry", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]")]
    [TestCase("POST", "errors/retry", "[\"\\ud800\"]")]
    [TestCase("POST", "errors/nonsense/retry", null)]
    [TestCase("PATCH", "errors/archive/", "[\"'; DROP TABLE\"]")]
    [TestCase("PATCH", "errors/unarchive/", "\"x\"")]
    [TestCase("PATCH", "errors/a...b/unarchive", null)]
    [TestCase("POST", "pendingretries/retry", "7")]
    [TestCase("POST", "pendingretries/queues/retry", "{}")]
    [TestCase("PATCH", "pendingretries/resolve", "{}")]
    [TestCase("PATCH", "pendingretries/resolve", """{"from":"x","to":"y"}""")]
    [TestCase("PATCH", "endpointssettings/x", """{"track_instances":"yes"}""")]
    [TestCase("POST", "redirects", """{"fromphysicaladdress":"a"}""")]
    [TestCase("POST", "redirects", """{"fromphysicaladdress":"a","tophysicaladdress":"b\u0000"}""")]
    [TestCase("POST", "redirects", """{"fromphysicaladdress":"a","tophysicaladdress":"\ud800"}""")]
    [TestCase("POST", "redirects", """{"fromphysicaladdress":"a","tophysicaladdress":"a"}""")]
    [TestCase("POST", "redirects", """{"\ud800":1}""")]
    [TestCase("POST", "edit/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "{}")]
    [TestCase("POST", "edit/3f2504e0-4f89-11d3-9a0c-0305e82c3301", """{"message_body":1,"message_headers":{}}""")]
    [TestCase("POST", "edit/3f2504e0-4f89-11d3-9a0c-0305e82c3301", """{"message_body":"","message_headers":{"a":{}}}""")]
    [TestCase("POST", "edit/3f2504e0-4f89-11d3-9a0c-0305e82c3301", """{"message_body":"\udc00","message_headers":{}}""")]
    public async Task Nonsense_that_is_asked_for_is_refused_with_a_sentence_and_nothing_is_stored(string method, string path, string? body)
    {
        using var answer = await SendAsync(method, path, body);
        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That((string?)(await ProblemOf(answer))["detail"], Does.EndWith("."));
        Assert.That(await QueryAsync<long>("SELECT (SELECT count(*) FROM recoverability.operations) + (SELECT count(*) FROM recoverability.redirects)"), Is.Zero);
    }

    [Test]
    public async Task A_thousand_ids_are_taken_and_more_are_not()
    {
        Assert.That(await StatusAsync("POST", "errors/retry", Ids(1_000)), Is.EqualTo(202));
        Assert.That(await StatusAsync("POST", "errors/retry", Ids(1_001)), Is.EqualTo(400));

        static string Ids(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => $"\"{Guid.NewGuid()}\""))}]";
    }

    [TestCase("errors/retry", 2)]
    [TestCase("edit/3f2504e0-4f89-11d3-9a0c-0305e82c3301", 5)]
    public async Task A_body_that_is_too_large_is_not_read(string path, int megabytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}") { Content = new ByteArrayContent(new byte[megabytes * 1024 * 1024]), Headers = { ExpectContinue = true } };
        using var answer = await Http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(413));
        await ProblemOf(answer);
    }

    [Test]
    public async Task A_note_is_kept_as_it_was_written_as_far_as_the_database_can()
    {
        await Book.AddAsync();
        var group = FailedMessageBook.GroupOf(FailedMessageBook.Cause);
        Assert.That(await StatusAsync("POST", $"recoverability/groups/{group}/comment?comment=%3Cscript%3E%00%27"), Is.EqualTo(202));
        Assert.That((string?)(await GetAsync($"recoverability/groups/id/{group}"))["comment"], Is.EqualTo("<script>\uFFFD'"));
        Assert.That(await StatusAsync("POST", $"recoverability/groups/{Guid.NewGuid()}/comment?comment=x"), Is.EqualTo(404));
    }

    [Test]
    public async Task A_note_that_ServicePulse_has_not_encoded_is_understood_as_far_as_it_can_be()
    {
        await Book.AddAsync();
        var group = FailedMessageBook.GroupOf(FailedMessageBook.Cause);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(Http.BaseAddress!, $"/api/recoverability/groups/{group}/comment?comment=50%%20a&b%20"));
        using var answer = await Http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        Assert.That((string?)(await GetAsync($"recoverability/groups/id/{group}"))["comment"], Is.EqualTo("50% a"));
    }

    [Test]
    public async Task What_a_stranger_wrote_is_no_markup_in_an_answer()
    {
        await Book.AddAsync(cause: "</script><script>alert(1)</script>");
        using var answer = await SendAsync("GET", "errors");
        Assert.That(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), Does.Not.Contain("<"));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }

    [TestCase("DELETE", "errors")]
    [TestCase("POST", "eventlogitems")]
    public async Task A_method_that_an_address_does_not_know_is_said_to_be(string method, string path) => Assert.That(await StatusAsync(method, path), Is.EqualTo(405));
}
