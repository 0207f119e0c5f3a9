using System.Net;
using System.Text.RegularExpressions;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>The page on which the API can be tried.</summary>
[CancelAfter(60_000)]
public sealed partial class ScalarPageTests
{
    private static OrdersApi Api => DescribedApi.Api;

    [Test]
    public async Task Anybody_may_see_it_and_all_that_it_loads_comes_from_here()
    {
        using var page = await GetAsync("/scalar/");
        var html = await page.Content.ReadAsStringAsync();
        var scripts = Script().Matches(html).Select(script => script.Groups["path"].Value).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(html, Does.Not.Contain("//"), "no address of another host");
            Assert.That(html, Does.Contain("\"withDefaultFonts\":false").And.Contain("\"telemetry\":false").And.Not.Contain("proxy"));
            Assert.That(scripts, Has.Count.EqualTo(2));
            foreach (var script in scripts)
            {
                using var served = await GetAsync($"/scalar/{script}");
                Assert.That((served.StatusCode, served.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/javascript")));
            }
        }
    }

    [Test]
    public async Task A_browser_runs_no_script_but_its_own_and_asks_nobody_else()
    {
        using var page = await GetAsync("/scalar/");
        using var again = await GetAsync("/scalar/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var html = await page.Content.ReadAsStringAsync();
        var nonce = Nonce().Match(policy).Groups["nonce"].Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'nonce-").And.Contain("connect-src 'self';").And.Contain("frame-ancestors 'none'"));
            Assert.That(policy, Does.Not.Contain("unsafe-eval").And.Not.Contain("http").And.Not.Contain("*"));
            Assert.That(Regex.Count(html, "<script"), Is.EqualTo(Regex.Count(html, $"nonce=\"{nonce}\"")));
            Assert.That(again.Headers.GetValues("Content-Security-Policy").Single(), Is.Not.EqualTo(policy), "a nonce is for one answer");
        }
    }

    [Test]
    public async Task It_is_off_unless_a_setting_says_otherwise()
    {
        await using var api = await OrdersApi.StartAsync();
        using var anonymous = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/scalar/"), token: null);
        using var caller = await api.GetAsync("/scalar/");
        Assert.That((anonymous.StatusCode, caller.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound)));
    }

    private static Task<HttpResponseMessage> GetAsync(string path) => Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), token: null);

    [GeneratedRegex("<script[^>]* src=\"(?<path>[^\"]+)\"")]
    private static partial Regex Script();

    [GeneratedRegex("'nonce-(?<nonce>[0-9a-f]{32})'")]
    private static partial Regex Nonce();
}
