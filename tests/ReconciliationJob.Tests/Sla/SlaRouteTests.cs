using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.ReconciliationJob.Sla;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>The routes over HTTP: of a host with a database, and of one whose database is away.</summary>
[CancelAfter(60_000)]
public sealed class SlaRouteTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private readonly List<WebApplication> _hosts = [];
    private SlaDatabase _database = null!;
    private HttpClient _http = null!;
    private HttpClient _away = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await SlaDatabase.CreateAsync();
        await _database.ExecuteAsync("INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) SELECT timestamptz '2026-01-02 00:00:00Z' + interval '1 minute' * s, 3, 1, 1, 1 FROM generate_series(0, 1439) s");
        _http = await ServeAsync(_database.Source);
        _away = await ServeAsync(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        _away.Dispose();
        foreach (var host in _hosts)
            await host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [TestCase(null, "application/json")]
    [TestCase("*/*", "application/json")]
    [TestCase("application/json", "application/json")]
    [TestCase("text/html;q=0.5,application/json", "application/json")]
    [TestCase("application/json;q=0.5,text/html", "text/html")]
    [TestCase("text/html;q=0.4,*/*", "application/json")]
    [TestCase("text/html", "text/html")]
    [TestCase(Browser, "text/html")]
    public async Task Programs_get_JSON_and_browsers_a_page(string? accept, string type)
    {
        using var answer = await GetAsync(_http, "/sla", accept);
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, type)));
    }

    [Test]
    public async Task A_page_may_load_and_run_nothing_and_is_not_kept()
    {
        using var answer = await GetAsync(_http, "/sla", Browser);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));
            Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(answer.Headers.Vary, Does.Contain("Accept"));
            Assert.That(() => XDocument.Parse(answer.Content.ReadAsStringAsync().Result), Throws.Nothing);
        }
    }

    [Test]
    public async Task Names_in_the_JSON_are_in_snake_case()
    {
        using var answer = await GetAsync(_http, "/sla");
        var view = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That(((int)view["promise"]!["due_within_seconds"]!, (long)view["unsent"]!["put_off"]!, (double)view["error_budget"]!["remaining"]!), Is.EqualTo((300, 0L, 1d)));
    }

    [TestCase("", 60)]
    [TestCase("?minutes=1", 1)]
    [TestCase("?minutes=1440", 1440)]
    public async Task So_many_minutes_are_listed_as_are_asked_for(string query, int count)
    {
        using var answer = await GetAsync(_http, $"/sla{query}");
        Assert.That(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["minutes"]!.AsArray(), Has.Count.EqualTo(count));
    }

    [TestCase("0")]
    [TestCase("1441")]
    [TestCase("-1")]
    [TestCase("1e2")]
    [TestCase("all")]
    [TestCase("")]
    public async Task Another_number_of_minutes_is_refused_with_what_to_give(string minutes)
    {
        using var answer = await GetAsync(_http, $"/sla?minutes={minutes}");
        await IsProblemAsync(answer, HttpStatusCode.BadRequest, $"minutes is '{minutes}'; give a whole number from 1 to 1440.");
    }

    [Test]
    public async Task A_day_is_a_page()
    {
        using var answer = await GetAsync(_http, "/sla/2026-01-02");
        var page = await answer.Content.ReadAsStringAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
            Assert.That(XDocument.Parse(page).Descendants("dd").First().Value, Is.EqualTo("4,320"));
            Assert.That(page, Does.Contain("Not proved yet").And.Contain("there was no run"));
        }
    }

    [Test]
    public async Task A_day_is_a_table_too()
    {
        using var answer = await GetAsync(_http, "/sla/2026-01-02.csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
            Assert.That(lines, Has.Length.EqualTo(1 + 1440 + 1));
            Assert.That(lines[1], Is.EqualTo("2026-01-02T00:00:00Z,3,1,1,1,,,"));
        }
    }

    [TestCase("yesterday")]
    [TestCase("2026-02-30")]
    [TestCase("2026-1-2")]
    [TestCase("2026-01-02.xml")]
    [TestCase("9999-12-31")]
    public async Task What_is_no_day_is_refused_with_what_to_give(string day)
    {
        using var answer = await GetAsync(_http, $"/sla/{day}");
        await IsProblemAsync(answer, HttpStatusCode.BadRequest, $"The day is '{day}'; give it as 2026-11-25, or as 2026-11-25.csv for the table.");
    }

    [TestCase("/sla/2026-01-03")]
    [TestCase("/sla/2026-01-03.csv")]
    public async Task A_day_without_decided_minutes_is_not_found(string path)
    {
        using var answer = await GetAsync(_http, path);
        await IsProblemAsync(answer, HttpStatusCode.NotFound, "No minute of 2026-01-03 (UTC) is decided.");
    }

    [TestCase("/sla")]
    [TestCase("/sla/2026-01-02")]
    [TestCase("/sla/2026-01-02.csv")]
    public async Task When_the_database_is_away_it_says_so(string path)
    {
        using var answer = await GetAsync(_away, path, Browser);
        await IsProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "PostgreSQL does not answer, so nothing is known at the moment. Try again in a few seconds.");
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((status, "application/problem+json")));
        Assert.That((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"], Is.EqualTo(detail));
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        return await http.SendAsync(request);
    }

    private async Task<HttpClient> ServeAsync(NpgsqlDataSource database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(database).AddSingleton(new ReconciliationSettings());
        builder.AddSla();
        var host = builder.Build();
        host.MapSla();
        await host.StartAsync();
        _hosts.Add(host);
        return new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
    }
}
