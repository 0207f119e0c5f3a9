namespace Notifications.RecoverabilityEndpoint.Tests.Api.Watching;

[CancelAfter(60_000)]
public sealed class WatchingTests : ApiFixture
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [TestCase("now()", false, "beating", 1, 0)]
    [TestCase("now() - interval '41 s'", false, "dead", 0, 1)]
    [TestCase("now()", true, "dead", 0, 1)]
    public async Task An_endpoint_beats_while_its_last_beat_is_young(string beat, bool isDown, string status, int active, int failing)
    {
        await AddEndpointAsync(beat, isDown);
        Assert.That((string?)(await GetAsync("endpoints"))[0]!["heartbeat_information"]!["reported_status"], Is.EqualTo(status));
        var statistics = await GetAsync("heartbeats/stats");
        Assert.That(((int)statistics["active"]!, (int)statistics["failing"]!), Is.EqualTo((active, failing)));
    }

    [Test]
    public async Task One_that_was_never_heard_of_sends_none()
    {
        await AddEndpointAsync("NULL", false);
        var endpoint = (await GetAsync("endpoints"))[0]!;
        Assert.That(((bool)endpoint["is_sending_heartbeats"]!, endpoint.AsObject().ContainsKey("heartbeat_information")), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task One_is_muted_at_once_and_removed_and_both_are_told()
    {
        await AddEndpointAsync("now()", false);
        Assert.That(await StatusAsync("PATCH", $"endpoints/{Id}", """{"monitor_heartbeat":false}"""), Is.EqualTo(202));
        Assert.That(((bool)(await GetAsync("endpoints"))[0]!["monitor_heartbeat"]!, (int)(await GetAsync("heartbeats/stats"))["active"]!), Is.EqualTo((false, 0)));
        Assert.That(await StatusAsync("PATCH", $"endpoints/{Id}", """{"monitor_heartbeat":false}"""), Is.EqualTo(202));
        Assert.That(await StatusAsync("DELETE", $"endpoints/{Id}"), Is.EqualTo(204));
        Assert.That((await StatusAsync("DELETE", $"endpoints/{Id}"), await StatusAsync("PATCH", $"endpoints/{Id}", """{"monitor_heartbeat":true}""")), Is.EqualTo((404, 404)));
        Assert.That(await QueryAsync<string>("SELECT string_agg(event_type, ' ' ORDER BY event_id) FROM recoverability.events"), Is.EqualTo("MonitoringDisabledForEndpoint EndpointRemoved"));
    }

    [TestCase("")]
    [TestCase("customchecks%2F")]
    public async Task A_check_is_dismissed_once(string prefix)
    {
        await ExecuteAsync($"INSERT INTO recoverability.custom_checks VALUES ('{Id}', 'Disk', 'Machine', 'Billing', 'billing-1', gen_random_uuid(), true, 'It is full.', now())");
        Assert.That((await GetAsync("customchecks?status=pass")).AsArray(), Is.Empty);
        Assert.That((string?)(await GetAsync("customchecks?status=fail"))[0]!["status"], Is.EqualTo("Fail"));
        Assert.That(await StatusAsync("DELETE", $"customchecks/{prefix}{Id}"), Is.EqualTo(202));
        Assert.That((await GetAsync("customchecks")).AsArray(), Is.Empty);
        Assert.That(await QueryAsync<string>("SELECT category || ' ' || event_type FROM recoverability.events"), Is.EqualTo("CustomChecks CustomCheckDeleted"));
    }

    [Test]
    public async Task Events_are_shown_newest_first()
    {
        await ExecuteAsync(
            """
            INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
            SELECT 'error', 'MessageFailures', 'MessageFailed', 'number ' || i, ARRAY['/message/' || i] FROM generate_series(1, 25) i
            """);
        using var answer = await SendAsync("GET", "eventlogitems?page=2&per_page=20");
        var second = await GetAsync("eventlogitems?page=2&per_page=20");
        Assert.That((second.AsArray().Count, (string?)second[0]!["description"], (string?)second[0]!["related_to"]![0]), Is.EqualTo((5, "number 5", "/message/5")));
        Assert.That((string?)second[0]!["id"], Does.Match(@"^EventLogItem/MessageFailures/MessageFailed/\d+$"));
        Assert.That(answer.Headers.GetValues("Total-Count"), Is.EqualTo(new[] { "25" }));
    }

    private Task AddEndpointAsync(string beat, bool isDown) => ExecuteAsync(
        $"INSERT INTO recoverability.endpoints VALUES ('{Id}', 'Billing', gen_random_uuid(), 'billing-1', true, now(), {beat}, {isDown})");
}
