using System.Net;
using System.Text.Json;

namespace Notifications.MailCatcher.Tests.Http;

/// <summary>What clients of MailHog rely on.</summary>
public sealed class MailHogApiTests : HttpFixture
{
    [Test]
    public async Task A_message_has_MailHogs_shape()
    {
        var id = Receive(
            "Subject: Hello\r\nX-Long: one\r\n two\r\nX-Twice: a\r\nX-Twice: b\r\n\r\nBody.\r\n", "shop@example.com", "ada@example.org", "bob@example.net");

        var page = await GetAsync("/api/v2/messages");
        Assert.That(Names(page), Is.EqualTo("total count start items"));
        var item = page.GetProperty("items")[0];
        var content = item.GetProperty("Content");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(item), Is.EqualTo("ID From To Content Created MIME Raw"));
            Assert.That(item.GetProperty("ID").GetString(), Is.EqualTo(id));
            Assert.That(item.GetProperty("From").GetRawText(), Is.EqualTo("""{"Relays":null,"Mailbox":"shop","Domain":"example.com","Params":""}"""));
            Assert.That(item.GetProperty("To")[1].GetProperty("Domain").GetString(), Is.EqualTo("example.net"));
            Assert.That(Names(content), Is.EqualTo("Headers Body Size MIME"));
            Assert.That(content.GetProperty("Headers").GetProperty("Subject").GetRawText(), Is.EqualTo("""["Hello"]"""));
            Assert.That(content.GetProperty("Headers").GetProperty("X-Long").GetRawText(), Is.EqualTo("""["one two"]"""));
            Assert.That(content.GetProperty("Headers").GetProperty("X-Twice").GetRawText(), Is.EqualTo("""["a","b"]"""));
            Assert.That(content.GetProperty("Headers").GetProperty("Return-Path")[0].GetString(), Is.EqualTo("<shop@example.com>"));
            Assert.That(content.GetProperty("Body").GetString(), Is.EqualTo("Body.\r\n"));
            Assert.That(item.GetProperty("Created").GetDateTimeOffset(), Is.GreaterThan(DateTimeOffset.UnixEpoch));
            Assert.That(item.GetProperty("MIME").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(Names(item.GetProperty("Raw")), Is.EqualTo("From To Data Helo"));
            Assert.That(item.GetProperty("Raw").GetProperty("Helo").GetString(), Is.EqualTo("test.example"));
        }

        Assert.That((await GetAsync($"/api/v1/messages/{id}")).GetRawText(), Is.EqualTo(item.GetRawText()));
        Assert.That((await GetAsync("/api/v1/messages"))[0].GetRawText(), Is.EqualTo(item.GetRawText()));
    }

    [Test]
    public async Task A_message_of_several_parts_shows_them_under_MIME()
    {
        var id = Receive(
            "Content-Type: multipart/mixed; boundary=\"out er\"\r\n\r\nfor the curious\r\n--out er\r\n" +
            "Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\nContent-Type: text/plain\r\n\r\nplain\r\n" +
            "--inner\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--inner--\r\n--out er\r\n\r\nlast\r\n--out er--\r\n");

        var parts = (await GetAsync($"/api/v1/messages/{id}")).GetProperty("MIME").GetProperty("Parts");
        var inner = parts[0].GetProperty("MIME").GetProperty("Parts");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parts.GetArrayLength(), Is.EqualTo(2));
            Assert.That(parts[1].GetProperty("Body").GetString(), Is.EqualTo("last"));
            Assert.That(inner.EnumerateArray().Select(part => part.GetProperty("Body").GetString()), Is.EqualTo(new[] { "plain", "<p>html</p>" }));
            Assert.That(inner[1].GetProperty("Headers").GetProperty("Content-Type")[0].GetString(), Is.EqualTo("text/html"));
        }
    }

    [TestCase("", "")]
    [TestCase("no header at all", "no header at all")]
    [TestCase("\r\nbody", "body")]
    [TestCase("Content-Type: multipart/mixed; boundary=x\r\n\r\nno part", "no part")]
    [TestCase(" starts: folded\r\n\r\nbody", "body")]
    public async Task A_message_that_is_none_is_shown_all_the_same(string content, string body)
    {
        var id = Receive(content);
        Assert.That((await GetAsync($"/api/v1/messages/{id}")).GetProperty("Content").GetProperty("Body").GetString(), Is.EqualTo(body));
        Assert.That((await GetAsync($"/api/messages/{id}")).GetProperty("id").GetString(), Is.EqualTo(id));
    }

    [Test]
    public async Task Parts_nested_without_end_do_not_bring_it_down()
    {
        var content = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"));
        var id = Receive(content);
        Assert.That((await GetAsync($"/api/v1/messages/{id}")).GetProperty("ID").GetString(), Is.EqualTo(id));
        Assert.That((await Http.GetAsync($"/api/messages/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("", 0, 50, "119 118 117")]
    [TestCase("?start=10&limit=2", 10, 2, "109 108")]
    [TestCase("?start=118", 118, 2, "1 0")]
    [TestCase("?start=500", 500, 0, "")]
    [TestCase("?start=-1&limit=many", 0, 50, "119")]
    [TestCase("?limit=1000", 0, 120, "119")]
    public async Task Pages_are_newest_first(string query, int start, int count, string first)
    {
        for (var i = 0; i < 120; i++)
            Receive($"Subject: {i}\r\n\r\n");

        var page = await GetAsync($"/api/v2/messages{query}");
        var subjects = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("Content").GetProperty("Headers").GetProperty("Subject")[0].GetString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(120));
            Assert.That(page.GetProperty("start").GetInt32(), Is.EqualTo(start));
            Assert.That(page.GetProperty("count").GetInt32(), Is.EqualTo(count));
            Assert.That(string.Join(' ', subjects), Does.StartWith(first));
        }
    }

    [TestCase("kind=from&query=SHOP", 2)]
    [TestCase("kind=from&query=ada", 0)]
    [TestCase("kind=to&query=bob@example", 1)]
    [TestCase("kind=to&query=ADA@", 2)]
    [TestCase("kind=containing&query=teapot", 1)]
    [TestCase("kind=containing&query=k%C3%B6ln", 1)]
    [TestCase("kind=containing&query=nothing", 0)]
    [TestCase("kind=to&query=ada&start=1", 2)]
    public async Task Search_looks_where_it_is_told_whatever_the_case(string query, int total)
    {
        Receive("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=\r\n\r\nOne TEAPOT.\r\n", "shop@example.com", "ada@example.org", "bob@example.org");
        Receive("Subject: two\r\n\r\nOne cup.\r\n", "shop@example.com", "ada@example.org");
        Assert.That((await GetAsync($"/api/v2/search?{query}")).GetProperty("total").GetInt32(), Is.EqualTo(total));
    }

    [TestCase("kind=subject&query=x", "kind is 'subject': use from, to or containing.")]
    [TestCase("kind=to", "query is empty: say what to look for.")]
    public async Task A_search_for_nonsense_is_refused(string query, string sentence)
    {
        using var answer = await Http.GetAsync($"/api/v2/search?{query}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(JsonEncodedText.Encode(sentence).ToString()));
    }

    [Test]
    public async Task A_download_is_the_message_byte_for_byte()
    {
        var id = Receive("Subject: Grüße\r\n\r\nBody.\r\n");
        using var answer = await Http.GetAsync($"/api/v1/messages/{id}/download");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo("Subject: Grüße\r\n\r\nBody.\r\n"u8.ToArray()));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("message/rfc822"));
            Assert.That(answer.Content.Headers.ContentDisposition!.FileName, Is.EqualTo($"{id}.eml"));
        }
    }

    [Test]
    public async Task What_is_deleted_is_gone()
    {
        var (first, second) = (Receive("Subject: 1\r\n\r\n"), Receive("Subject: 2\r\n\r\n"));
        Assert.That((await Http.DeleteAsync($"/api/v1/messages/{first}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Http.DeleteAsync($"/api/v1/messages/{first}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Http.GetAsync($"/api/v1/messages/{first}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Catcher.Inbox.Messages.Single().Id, Is.EqualTo(second));

        Assert.That((await Http.DeleteAsync("/api/v1/messages")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await GetAsync("/api/v2/messages")).GetRawText(), Is.EqualTo("""{"total":0,"count":0,"start":0,"items":[]}"""));
    }

    private static string Names(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(member => member.Name));
}
