using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.RecoverabilityEndpoint.Webhooks;
using Notifications.Testing;

namespace Notifications.RecoverabilityEndpoint.Tests.Webhooks;

[CancelAfter(30_000)]
public sealed class WebhookTests : DatabaseFixture
{
    private const string Secret = "a-secret-of-the-tests-that-is-long-enough";

    private readonly ConcurrentQueue<(string? Signature, byte[] Body)> _received = [];
    private WebApplication _receiver = null!;
    private int _status;
    private TaskCompletionSource? _answer;

    [SetUp]
    public async Task Listen()
    {
        (_status, _answer) = (200, null);
        _received.Clear();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((request.Headers["X-Notifications-Signature"], body.ToArray()));
            if (_received.Count == 1 && _answer is { } answer)
                await answer.Task;
            return Results.StatusCode(_status);
        });
        await _receiver.StartAsync();
    }

    [TearDown]
    public ValueTask Stop() => _receiver.DisposeAsync();

    [Test]
    public async Task What_has_failed_is_told_together_and_once_by_however_many_processes(CancellationToken cancellation)
    {
        await RaiseAsync("three failed", 3);
        await RaiseAsync("a retry was asked for", 0);
        await RaiseAsync("seven are resolved", 7, EventSeverity.Info);
        await RaiseAsync("five failed <b>", 5);
        _answer = new TaskCompletionSource();
        using var one = await StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(!_received.IsEmpty), "one tells it", cancellation);
        using var other = New();
        Assert.That(await other.TryTellAsync(cancellation), Is.True, "and another leaves it to that one");
        _answer.SetResult();
        await ToldAsync(cancellation);

        var news = JsonNode.Parse(_received.Single().Body)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)news["event"], Is.EqualTo("messages_failed"));
            Assert.That((long)news["messages"]!, Is.EqualTo(8));
            Assert.That((long)news["unresolved"]!, Is.EqualTo(0));
            Assert.That(news["events"]!.AsArray().Select(item => $"{item!["messages"]} {item["description"]}"), Is.EqualTo(["5 five failed <b>", "3 three failed"]));
            Assert.That((string?)news["events"]![0]!["related_to"]![0], Is.EqualTo("/recoverability/groups/1"));
        }
    }

    [Test]
    public async Task It_is_signed_for_whoever_knows_the_secret(CancellationToken cancellation)
    {
        await RaiseAsync("one failed", 1);
        using var webhook = await StartAsync();
        await ToldAsync(cancellation);

        var (signature, body) = _received.Single();
        Assert.That(signature, Is.EqualTo($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}"));
    }

    [Test]
    public async Task A_receiver_that_refuses_is_told_again(CancellationToken cancellation)
    {
        _status = 503;
        await RaiseAsync("one failed", 1);
        using var webhook = await StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(!_received.IsEmpty), "the receiver was asked", cancellation);
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.events WHERE told"), Is.EqualTo(0));

        _status = 204;
        await ToldAsync(cancellation);
        Assert.That(_received.Select(one => (long)JsonNode.Parse(one.Body)!["messages"]!), Is.All.EqualTo(1));
    }

    [Test]
    public async Task News_of_the_day_before_yesterday_is_not_told(CancellationToken cancellation)
    {
        await RaiseAsync("old", 100);
        await ExecuteAsync("UPDATE recoverability.events SET raised_at = now() - interval '2 days'");
        await RaiseAsync("new", 1);
        using var webhook = await StartAsync();
        await ToldAsync(cancellation, events: 1);
        Assert.That((long)JsonNode.Parse(_received.Single().Body)!["messages"]!, Is.EqualTo(1));
    }

    [TestCase(0, 2)]
    [TestCase(1, 4)]
    [TestCase(7, 256)]
    [TestCase(8, 300)]
    [TestCase(10_000, 300)]
    public void A_receiver_that_stays_away_is_asked_less_and_less_often(int failures, int seconds) =>
        Assert.That(Webhook.Pause(failures), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("ftp://example.test", "", "no http or https address")]
    [TestCase("not an address", "", "no http or https address")]
    [TestCase("https://example.test/hook", "short", "at least 32")]
    public void What_cannot_be_meant_is_named_and_not_shown(string url, string secret, string sentence)
    {
        var problem = new WebhookSettings { Url = url, Secret = secret }.Problems().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem, Does.Contain(sentence));
            Assert.That(problem, Does.Not.Contain("example"));
        }
    }

    private Task ToldAsync(CancellationToken cancellation, long? events = null) => Eventually.TrueAsync(
        async () => await QueryAsync<long>("SELECT count(*) FROM recoverability.events WHERE told") == (events ?? await QueryAsync<long>("SELECT count(*) FROM recoverability.events WHERE messages > 0 AND severity = 'error'")),
        "the webhook was told of everything",
        cancellation);

    private async Task<Webhook> StartAsync()
    {
        var webhook = New();
        await webhook.StartAsync(CancellationToken.None);
        return webhook;
    }

    private Webhook New() => new(
        Source, new WebhookSettings { Url = $"{_receiver.Urls.Single()}/hook", Secret = Secret }, TimeProvider.System, NullLogger<Webhook>.Instance);

    private async Task RaiseAsync(string description, long messages, EventSeverity severity = EventSeverity.Error)
    {
        await using var batch = Source.CreateBatch();
        batch.BatchCommands.Add(EventTable.Add(new OperatingEvent(severity, "Recoverability", "MessageFailed", description, ["/recoverability/groups/1"], messages)));
        await batch.ExecuteNonQueryAsync();
    }
}
