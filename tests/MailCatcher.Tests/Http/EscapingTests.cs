namespace Notifications.MailCatcher.Tests.Http;

/// <summary>Mail is written by strangers. Nothing of it may run in the browser of who reads it.</summary>
public sealed class EscapingTests : HttpFixture
{
    private const string Script = "<script>alert(1)</script>";

    [Test]
    public async Task A_script_in_a_subject_never_leaves_us_as_markup()
    {
        var id = Receive($"Subject: {Script}\r\nX-{Script}: {Script}\r\nFrom: {Script}\r\n\r\n{Script}\r\n", $"\"{Script}\"@example.com", $"{Script}@example.org");
        foreach (var address in new[]
                 {
                     "/", "/page.js", "/page.css", "/api/messages", "/api/messages?query=script", $"/api/messages/{id}", "/api/v2/messages",
                     "/api/v2/search?kind=containing&query=script", "/api/v1/messages", $"/api/v1/messages/{id}",
                 })
        {
            Assert.That(await Http.GetStringAsync(address), Does.Not.Contain(Script), address);
        }
    }

    [Test]
    public async Task The_page_runs_and_loads_nothing_but_its_own_files()
    {
        using var page = await Http.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Policy(page), Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self';").And.Not.Contain("unsafe"));
            Assert.That(page.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(html, Does.Contain("<iframe id=\"html\" sandbox "));
            Assert.That(html, Does.Not.Contain("style=").And.Not.Contain("onclick="));
        }
    }

    [Test]
    public async Task The_HTML_part_comes_in_a_sandbox_that_runs_and_loads_nothing()
    {
        var id = Receive($"Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=FC=DFe</p>{Script}\r\n");
        using var html = await Http.GetAsync($"/api/messages/{id}/html");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Policy(html), Is.EqualTo("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
            Assert.That(html.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(await html.Content.ReadAsStringAsync(), Does.Contain("<p>Grüße</p>"));
        }
    }

    [Test]
    public async Task The_source_is_text_and_nothing_else()
    {
        var id = Receive(Script);
        using var source = await Http.GetAsync($"/api/messages/{id}/source");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(source.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
            Assert.That(source.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(await source.Content.ReadAsStringAsync(), Is.EqualTo(Script));
        }
    }

    [Test]
    public async Task The_page_puts_nothing_on_itself_as_markup() =>
        Assert.That(await Http.GetStringAsync("/page.js"), Does.Not.Match("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\("));

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();
}
