using System.Net;
using System.Text;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.FailedMessages;

[CancelAfter(60_000)]
public sealed class MessageTests : ApiFixture
{
    [Test]
    public async Task A_message_is_found_by_its_exact_id_wherever_it_failed_and_not_by_a_longer_one()
    {
        await Book.AddAsync(messageId: "order-1");
        await Book.AddAsync(messageId: "order-12");
        Assert.That((await GetAsync("messages/search/order-1")).AsArray().Select(one => (string?)one!["message_id"]), Is.EqualTo(new[] { "order-1" }));
    }

    [TestCase("unresolved", 1, "failed")]
    [TestCase("unresolved", 2, "repeatedFailure")]
    [TestCase("retry_issued", 1, "retryIssued")]
    [TestCase("archived", 1, "archivedFailure")]
    [TestCase("resolved", 1, "resolvedSuccessfully")]
    public async Task Its_status_is_that_of_any_message(string status, int attempts, string word)
    {
        var id = await Book.AddAsync(status, messageId: "one");
        await ExecuteAsync($"UPDATE recoverability.failed_messages SET attempts = {attempts}");
        var message = (await GetAsync("messages/search/one"))[0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)message["id"], Is.EqualTo($"{id}"));
            Assert.That((string?)message["status"], Is.EqualTo(word));
            Assert.That((string?)message["message_intent"], Is.EqualTo("publish"));
            Assert.That((string?)message["processing_time"], Is.EqualTo("00:00:00.0000000"));
            Assert.That((string?)message["critical_time"], Does.Match(@"^01:00:00\.\d{7}$"));
        }
    }

    [Test]
    public async Task The_address_of_the_body_leads_to_it()
    {
        await Book.AddAsync(messageId: "one");
        var address = (string)(await GetAsync("messages/search/one"))[0]!["body_url"]!;
        using var body = await SendAsync("GET", address[1..]);
        Assert.That((address[0], await body.Content.ReadAsStringAsync(), body.Content.Headers.ContentType?.ToString()), Is.EqualTo(('/', """{"a":1}""", "application/json")));
    }

    [TestCase("application/json", """{"a":1}""", "application/json")]
    [TestCase("application/json; charset=utf-8", "\uFEFF[1]", "application/json")]
    [TestCase("application/vnd.order+json", "[]", "application/json")]
    [TestCase("application/json", "{not json", "text/plain")]
    [TestCase("text/xml", "<a/>", "text/xml")]
    [TestCase("application/xhtml+xml", "<html/>", "text/xml")]
    [TestCase("text/html", "<script>alert(1)</script>", "text/plain")]
    [TestCase("TEXT/HTML;charset=utf-7", "<script>alert(1)</script>", "text/plain")]
    [TestCase("image/svg+xml", "<svg onload='alert(1)'/>", "text/xml")]
    [TestCase("text/javascript", "alert(1)", "text/plain")]
    [TestCase("application/pdf", "%PDF", "application/octet-stream")]
    [TestCase("", "x", "application/octet-stream")]
    [TestCase("text/html\r\nSet-Cookie: a=b", "<b>", "text/plain")]
    public async Task A_body_is_bytes_that_no_browser_obeys_whatever_they_are_called(string declared, string body, string type)
    {
        var id = await Book.AddAsync(Encoding.UTF8.GetBytes(body), "unresolved", "cause", declared, null);
        using var answer = await SendAsync("GET", $"messages/{id}/body");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo(type));
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(Encoding.UTF8.GetBytes(body)));
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(answer.Headers.GetValues("Content-Security-Policy"), Is.EqualTo(new[] { "default-src 'none'; sandbox" }));
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        }
    }

    [Test]
    public async Task A_large_body_comes_whole_an_empty_one_is_said_to_be_and_one_that_is_not_there_too()
    {
        var large = new byte[5 * 1024 * 1024];
        Random.Shared.NextBytes(large);
        var id = await Book.AddAsync(large, "unresolved", "cause", "application/octet-stream", null);
        var empty = await Book.AddAsync(body: "");

        using var answer = await SendAsync("GET", $"messages/{id}/body");
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(large), Is.True);
        Assert.That(await StatusAsync("GET", $"messages/{empty}/body"), Is.EqualTo(204));
        Assert.That(await StatusAsync("GET", $"messages/{Guid.NewGuid()}/body"), Is.EqualTo(404));
        Assert.That(await StatusAsync("GET", "messages/nonsense/body"), Is.EqualTo(404));
    }

    [Test]
    public async Task Text_is_looked_for_everywhere_and_its_signs_mean_themselves()
    {
        await Book.AddAsync(cause: "100%_sure");
        await Book.AddAsync(cause: "100 sure");
        Assert.That((await GetAsync("messages2/?q=0%25_S&page_size=10")).AsArray(), Has.Count.EqualTo(1));
        Assert.That((await GetAsync("messages2/?q=sure&page_size=1")).AsArray(), Has.Count.EqualTo(1));
        Assert.That((await GetAsync("messages2/?q=sure&endpoint_name=Elsewhere")).AsArray(), Is.Empty);
        Assert.That((await GetAsync($"messages2/?from={DateTime.UtcNow.AddMinutes(-30):O}&to={DateTime.UtcNow:O}")).AsArray(), Is.Empty, "sent an hour ago");
    }

    [Test]
    public async Task One_that_is_not_there_is_not_found()
    {
        foreach (var path in new[] { $"errors/last/{Guid.NewGuid()}", "errors/last/nonsense", $"errors/{Guid.NewGuid()}", $"recoverability/groups/id/{Guid.NewGuid()}", "archive/groups/id/x", "nowhere" })
        {
            using var answer = await SendAsync("GET", path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            Assert.That((string?)(await ProblemOf(answer))["detail"], Does.StartWith("There is no"), path);
        }
    }
}
