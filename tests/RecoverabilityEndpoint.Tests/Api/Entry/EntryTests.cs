using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Notifications.RecoverabilityEndpoint.Api.Entry;
using Notifications.ServiceDefaults;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Entry;

/// <summary>Who gets in, over real HTTP.</summary>
[CancelAfter(60_000)]
public sealed class EntryTests : DatabaseFixture
{
    private const string Pulse = "https://pulse.example";

    private static readonly Dictionary<string, string?> Closed = TestAccess.Settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);

    private static readonly Dictionary<string, string?> Open = new() { ["ServicePulse:Open"] = "true", ["ServicePulse:Origins:0"] = Pulse, ["ServicePulse:Hosts:0"] = "recoverability" };

    private ApiHost _closed = null!;
    private ApiHost _open = null!;

    [OneTimeSetUp]
    public async Task StartHosts()
    {
        _closed = await ApiHost.StartAsync(ConnectionString, new Dictionary<string, string?>(Closed) { ["ServicePulse:Origins:0"] = Pulse });
        _open = await ApiHost.StartAsync(ConnectionString, Open);
    }

    [OneTimeTearDown]
    public async Task StopHosts()
    {
        await _closed.DisposeAsync();
        await _open.DisposeAsync();
    }

    public static IEnumerable<TestCaseData> Callers =>
    [
        new TestCaseData(TestAccess.OperatorToken("ana"), 200, "ana") { TestName = "An operator" },
        new TestCaseData(TestAccess.AdminToken("bea"), 200, "bea") { TestName = "An admin" },
        new TestCaseData(TestAccess.CustomerToken("123"), 403, "") { TestName = "A customer" },
        new TestCaseData(TestAccess.ServiceToken, 403, "") { TestName = "The shop's server" },
        new TestCaseData(TestAccess.Sign(TestAccess.Claims("123", "Operator")), 403, "") { TestName = "A role that is almost one of ours" },
        new TestCaseData("nonsense", 401, "") { TestName = "Nonsense" },
        new TestCaseData(null, 401, "") { TestName = "Nobody" },
    ];

    [TestCaseSource(nameof(Callers))]
    public async Task Operators_and_admins_get_in_and_nobody_else(string? token, int status, string who)
    {
        foreach (var (method, path) in new[] { ("GET", "/api/"), ("GET", "/api/errors"), ("POST", "/api/errors/retry/all") })
        {
            using var answer = await SendAsync(_closed, method, path, ("Authorization", token is null ? null : $"Bearer {token}"));
            Assert.That((int)answer.StatusCode, Is.EqualTo(status == 200 && method == "POST" ? 202 : status), path);
            if (status == 403)
                Assert.That((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["message"], Does.Contain("operator"));
        }

        Assert.That(await QueryAsync<string>("SELECT coalesce(string_agg(requested_by, ','), '') FROM recoverability.operations"), Is.EqualTo(who));
    }

    [TestCase("/api/nowhere", 401)]
    [TestCase("/", 401)]
    [TestCase("/api/authentication/configuration", 200)]
    public async Task Without_a_token_there_is_how_to_log_in_and_nothing_else(string path, int status)
    {
        using var answer = await SendAsync(_closed, "GET", path);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("GET", "/api/errors")]
    [TestCase("POST", "/api/errors/retry/all")]
    public async Task An_open_host_lets_in_whoever_is_on_the_machine_and_its_own_pages(string method, string path)
    {
        foreach (var header in new (string, string?)[]
        {
            ("Origin", null), ("Origin", _open.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Origin", Pulse), ("Referer", $"{Pulse}/#/dashboard"), ("Sec-Fetch-Site", "same-origin"),
            ("Sec-Fetch-Site", "none"), ("Host", "localhost:1"), ("Host", "recoverability:33333"), ("Host", "[::1]"),
        })
        {
            using var answer = await SendAsync(_open, method, path, header);
            Assert.That(answer.IsSuccessStatusCode, Is.True, $"{header}");
        }

        Assert.That(await QueryAsync<string>("SELECT coalesce(string_agg(DISTINCT requested_by, ','), '') FROM recoverability.operations"), Is.EqualTo(method == "POST" ? "anyone" : ""));
    }

    [TestCase("Origin", "https://evil.example")]
    [TestCase("Origin", "null")]
    [TestCase("Origin", "https://pulse.example.evil.example")]
    [TestCase("Origin", "http://127.0.0.1:1")]
    [TestCase("Referer", "https://evil.example/page")]
    [TestCase("Referer", "nonsense")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    [TestCase("Host", "evil.example")]
    [TestCase("Host", "127.0.0.1.evil.example")]
    [TestCase("Host", "128.0.0.1")]
    public async Task An_open_host_refuses_the_pages_of_strangers_and_names_that_are_not_its_own(string header, string value)
    {
        foreach (var method in new[] { "GET", "POST", "OPTIONS", "PATCH" })
        {
            using var answer = await SendAsync(_open, method, "/api/errors/retry/all", (header, value));
            Assert.That((int)answer.StatusCode, Is.EqualTo(403));
            Assert.That(answer.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        }

        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.operations"), Is.Zero);
    }

    [Test]
    public void An_open_host_says_so_in_its_log() => Assert.That(_open.Log.Lines, Does.Contain((6030, LogLevel.Warning)));

    [Test]
    public async Task Pages_of_ServicePulse_may_read_what_it_needs_and_others_may_not()
    {
        using var asked = await SendAsync(_closed, "OPTIONS", "/api/errors/archive", ("Origin", Pulse), ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,content-type"));
        using var read = await SendAsync(_closed, "GET", "/api/", ("Origin", Pulse), ("Authorization", $"Bearer {TestAccess.OperatorToken()}"));
        using var other = await SendAsync(_closed, "GET", "/api/", ("Origin", "https://evil.example"), ("Authorization", $"Bearer {TestAccess.OperatorToken()}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.IsSuccessStatusCode, Is.True);
            Assert.That(asked.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain("PATCH"));
            Assert.That(read.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { Pulse }));
            Assert.That(
                read.Headers.GetValues("Access-Control-Expose-Headers").Single(),
                Is.EqualTo("ETag,Last-Modified,Link,Total-Count,X-Particular-Version,X-Particular-Reason,Content-Disposition"));
            Assert.That(other.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        }
    }

    [Test]
    public async Task People_log_in_where_the_settings_say()
    {
        await using var host = await ApiHost.StartAsync(ConnectionString, new Dictionary<string, string?>
        {
            ["Access:Authority"] = "http://127.0.0.1:1",
            ["Access:Audience"] = "recoverability",
            ["ServicePulse:ClientId"] = "pulse",
            ["ServicePulse:ApiScopes:0"] = "api://recoverability/operate",
        });
        using var answer = await host.Http.GetAsync(new Uri("/api/authentication/configuration", UriKind.Relative));
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Is.EqualTo(
                """{"enabled":true,"role_based_authorization_enabled":false,"authority":"http://127.0.0.1:1","client_id":"pulse","api_scopes":"[\u0022api://recoverability/operate\u0022]","audience":"recoverability"}"""));
    }

    [Test]
    public async Task Without_its_database_it_says_when_to_come_back()
    {
        await using var host = await ApiHost.StartAsync("Host=127.0.0.1;Port=1;Database=none;Username=none", Open);
        foreach (var (method, path) in new[] { ("GET", "/api/errors"), ("GET", "/api/recoverability/groups/Message Type"), ("POST", "/api/errors/retry/all") })
        {
            using var answer = await SendAsync(host, method, path);
            Assert.That(((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString(), answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((503, "2", "application/problem+json")), path);
        }
    }

    public static IEnumerable<TestCaseData> BadSettings =>
    [
        new TestCaseData(Of(), "Access lets no person in.*ServicePulse:Open=true") { TestName = "Nothing at all" },
        new TestCaseData(Of(("Access:ServiceTokens:0:Name", "shop"), ("Access:ServiceTokens:0:Token", TestAccess.ServiceToken)), "Access lets no person in") { TestName = "Machines alone" },
        new TestCaseData(Of([.. Closed.Select(setting => (setting.Key, setting.Value)), ("ServicePulse:Open", "true")]), "Leave one of them out") { TestName = "Open and closed" },
        new TestCaseData(Of(("ServicePulse:Open", "true"), ("ServicePulse:ClientId", "pulse")), "ServicePulse:ClientId") { TestName = "A client of no provider" },
        new TestCaseData(Of(("ServicePulse:Open", "true"), ("ServicePulse:Origins:0", "https://pulse.example/")), "ServicePulse:Origins") { TestName = "An origin with a path" },
        new TestCaseData(Of(("ServicePulse:Open", "true"), ("ServicePulse:Origins:0", "*")), "ServicePulse:Origins") { TestName = "Every origin" },
        new TestCaseData(Of(("ServicePulse:Open", "true"), ("ServicePulse:Hosts:0", "a:1")), "ServicePulse:Hosts") { TestName = "A host with a port" },
    ];

    [TestCaseSource(nameof(BadSettings))]
    public void A_host_that_lets_in_nobody_or_too_many_does_not_start(Dictionary<string, string?> settings, string sentence)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        Assert.That(builder.AddEntry, Throws.TypeOf<SettingsException>().With.Message.Matches(sentence));
    }

    private static Dictionary<string, string?> Of(params (string Key, string? Value)[] settings) => settings.ToDictionary(setting => setting.Key, setting => setting.Value);

    private static async Task<HttpResponseMessage> SendAsync(ApiHost host, string method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return await host.Http.SendAsync(request);
    }
}
