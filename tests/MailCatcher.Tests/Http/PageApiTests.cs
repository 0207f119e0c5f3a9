using System.Net;

namespace Notifications.MailCatcher.Tests.Http;

public sealed class PageApiTests : HttpFixture
{
    [Test]
    public async Task A_message_is_decoded_for_people()
    {
        var id = Receive(
            "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?q?_aus_K=C3=B6ln?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
            "--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n" +
            "--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=invoice.pdf\r\n\r\n%PDF\r\n--x--\r\n");

        var view = await GetAsync($"/api/messages/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.GetProperty("subject").GetString(), Is.EqualTo("Grüße aus Köln"));
            Assert.That(view.GetProperty("text").GetString(), Is.EqualTo("Grüße"));
            Assert.That(view.GetProperty("hasHtml").GetBoolean(), Is.False);
            Assert.That(view.GetProperty("attachments")[0].GetString(), Is.EqualTo("invoice.pdf (application/pdf)"));
            Assert.That(view.GetProperty("headers")[0].GetProperty("value").GetString(), Is.EqualTo("Grüße aus Köln"));
        }

        Assert.That((await GetAsync("/api/messages?query=K%C3%96LN")).GetProperty("items")[0].GetProperty("subject").GetString(), Is.EqualTo("Grüße aus Köln"));
        Assert.That((await Http.GetAsync($"/api/messages/{id}/html")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_numbers_tell_what_was_received_kept_evicted_and_deleted()
    {
        var id = Receive("Subject: 1\r\n\r\n");
        Receive("Subject: 2\r\n\r\n");
        Catcher.Inbox.Delete(id);
        using var client = await Conversation.GreetedAsync(Catcher.SmtpPort);

        var cost = Catcher.Inbox.Statistics.Bytes;
        Assert.That(
            (await GetAsync("/api/stats")).GetRawText(),
            Is.EqualTo($$"""{"received":2,"kept":1,"evicted":0,"deleted":1,"bytes":{{cost}},"connections":1,"connectionsEver":1}"""));
    }

    [Test]
    public async Task It_says_that_it_lives() => Assert.That(await Http.GetStringAsync("/health/live"), Is.EqualTo("Healthy"));
}
