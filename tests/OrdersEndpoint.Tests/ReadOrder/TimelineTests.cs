using System.Text.Json.Nodes;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

/// <summary>What <c>GET /orders/{id}</c> tells of a confirmation, to whom, over real HTTP.</summary>
[CancelAfter(60_000)]
public sealed class TimelineTests
{
    private ReadingApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await ReadingApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task A_whole_life_is_told_in_the_order_of_time()
    {
        var confirmation = (await _api.OrderAsync(await WholeLifeAsync()))["confirmation"]!;
        var timeline = confirmation["timeline"]!.AsArray();
        var times = timeline.Select(one => (string)one!["at"]!).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                timeline.Select(one => (string)one!["event"]!),
                Is.EqualTo(["accepted", "published", "attempt", "attempt", "driven", "attempt", "attempt", "email_accepted"]));
            Assert.That(timeline.Select(one => (string?)one!["outcome"]), Is.EqualTo([null, null, "deferred", "unknown", null, "taken_over", "accepted", null]));
            Assert.That(times.Select(DateTimeOffset.Parse), Is.Ordered);
            Assert.That(times, Is.All.EndsWith("+00:00"));
            Assert.That(Without(timeline[2]!, "at", "started_at"), Is.EqualTo(
                """{"event":"attempt","attempt":1,"outcome":"deferred","relay":"relay-1","blame":"relay","reason":"451 secret of 10.0.0.7","by":"machine/4711"}"""));
            Assert.That(Without(timeline[4]!, "at"), Is.EqualTo("""{"event":"driven","state":"unknown","reason":"secret reason","by":"node-of-reconciliation"}"""));
            Assert.That(Without(timeline[6]!, "at", "started_at"), Is.EqualTo(
                """{"event":"attempt","attempt":4,"outcome":"accepted","relay":"relay-2","reply":"250 secret queue id","by":"machine/4711"}"""));
            Assert.That(DateTimeOffset.Parse((string)timeline[2]!["at"]!) - DateTimeOffset.Parse((string)timeline[2]!["started_at"]!), Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That((long)confirmation["attempts_logged"]!, Is.EqualTo(4));
            Assert.That((long)confirmation["decisions_logged"]!, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_customer_gets_the_same_events_with_words_instead_of_what_relays_said_and_no_names_of_ours()
    {
        var order = await _api.OrderAsync(await WholeLifeAsync(), TestAccess.CustomerToken("123"));
        var timeline = order["confirmation"]!["timeline"]!.AsArray();
        var text = order.ToJsonString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(timeline, Has.Count.EqualTo(8));
            Assert.That(timeline.Select(one => (string?)one!["reason"]), Is.EqualTo([null, null, "relay", "no_answer", null, null, null, null]));
            Assert.That((string?)order["confirmation"]!["relay_reply"], Is.Null);
            foreach (var hidden in new[] { "secret", "relay-", "machine", "4711", "node-of" })
                Assert.That(text, Does.Not.Contain(hidden));
        }
    }

    [Test]
    public async Task An_admin_and_an_operator_see_what_a_machine_of_the_shop_sees()
    {
        var order = await WholeLifeAsync();
        var seen = (await _api.OrderAsync(order)).ToJsonString();
        foreach (var token in new[] { TestAccess.AdminToken(), TestAccess.OperatorToken() })
            Assert.That((await _api.OrderAsync(order, token)).ToJsonString(), Is.EqualTo(seen));
    }

    [TestCase("rejected", "recipient", "recipient")]
    [TestCase("rejected", "message", "message")]
    [TestCase("deferred", "relay", "relay")]
    [TestCase("unknown", null, "no_answer")]
    public async Task The_reason_of_a_failure_is_one_word_for_a_customer(string status, string? blame, string word)
    {
        var order = await _api.Book.PlaceAsync("1 minute");
        await _api.Book.DeliverAsync(order, status, reason: "550 secret");
        await LogAsync(order, 1, status, 10, blame: blame, reason: "550 secret");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)(await _api.OrderAsync(order))["confirmation"]!["reason"]!, Is.EqualTo("550 secret"));
            Assert.That((string)(await _api.OrderAsync(order, TestAccess.CustomerToken("123")))["confirmation"]!["reason"]!, Is.EqualTo(word));
        }
    }

    [Test]
    public async Task A_running_claim_is_told_with_its_lease()
    {
        var order = await _api.Book.PlaceAsync("1 minute");
        await _api.Book.DeliverAsync(order, "claimed", attempt: 2);
        await _api.Book.ExecuteAsync($"UPDATE notifications.deliveries SET relay = 'relay-1' WHERE order_id = '{order}'");

        var (forOperators, forCustomer) = (Last(await _api.OrderAsync(order)), Last(await _api.OrderAsync(order, TestAccess.CustomerToken("123"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Without(forOperators, "at", "lease_until"), Is.EqualTo("""{"event":"claimed","attempt":2,"relay":"relay-1","by":"test"}"""));
            Assert.That(Without(forCustomer, "at", "lease_until"), Is.EqualTo("""{"event":"claimed","attempt":2}"""));
            Assert.That(DateTimeOffset.Parse((string)forCustomer["lease_until"]!), Is.GreaterThan(DateTimeOffset.UtcNow));
        }
    }

    [TestCase("299 seconds", "deferred", "", null)]
    [TestCase("301 seconds", "deferred", "", false)]
    [TestCase("299 seconds", "rejected", "", null)]
    [TestCase("301 seconds", "rejected", "", false)]
    [TestCase("299 seconds", "", "", null)]
    [TestCase("301 seconds", "", "", false)]
    [TestCase("10 minutes", "accepted", "300 seconds", true)]
    [TestCase("10 minutes", "accepted", "300.001 seconds", false)]
    [TestCase("1 minute", "accepted", "1 second", true)]
    public async Task Whether_the_promise_was_kept_is_said_once_it_is_decided(string age, string status, string after, bool? kept)
    {
        var order = await _api.Book.PlaceAsync(age);
        if (status != "")
            await _api.Book.DeliverAsync(order, status, after: after == "" ? "1 second" : after);

        var json = await _api.OrderAsync(order);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool?)json["confirmation"]!["within_sla"], Is.EqualTo(kept));
            Assert.That(DateTimeOffset.Parse((string)json["confirmation"]!["due_at"]!), Is.EqualTo(DateTimeOffset.Parse((string)json["accepted_at"]!).AddMinutes(5)));
        }
    }

    [Test]
    public async Task An_order_with_hundreds_of_attempts_shows_the_newest_and_says_how_many_there_are()
    {
        var order = await _api.Book.PlaceAsync("1 day");
        await _api.Book.ExecuteAsync(
            $"""
             INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, ended_at, reason)
             SELECT '{order}', 'order-confirmation', n, 'deferred', 'relay', 'relay-1', 'test', at, at, repeat('x', 2000)
             FROM generate_series(1, 300) AS n, LATERAL (SELECT now() - interval '1 day' + n * interval '1 min' AS at) AS time;
             INSERT INTO reconciliation.findings (run_id, order_id, kind, at, state, decision, age)
             SELECT n, '{order}', 'order-confirmation', now() - interval '1 day' + n * interval '1 min', 'deferred', 'driven', interval '1 min' FROM generate_series(1, 90) AS n;
             """);

        var confirmation = (await _api.OrderAsync(order))["confirmation"]!;
        var attempts = confirmation["timeline"]!.AsArray().Where(one => (string)one!["event"]! == "attempt").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(attempts.Select(one => (int)one!["attempt"]!), Is.EqualTo(Enumerable.Range(251, 50)));
            Assert.That(attempts.Select(one => ((string)one!["reason"]!).Length), Is.All.EqualTo(500));
            Assert.That((long)confirmation["attempts_logged"]!, Is.EqualTo(300));
            Assert.That(confirmation["timeline"]!.AsArray().Count(one => (string)one!["event"]! == "driven"), Is.EqualTo(50));
            Assert.That((long)confirmation["decisions_logged"]!, Is.EqualTo(90));
        }
    }

    [Test]
    public async Task An_order_that_nobody_has_taken_on_was_accepted_and_no_more()
    {
        var order = await _api.Book.PlaceAsync("1 second");
        var timeline = (await _api.OrderAsync(order))["confirmation"]!["timeline"]!.AsArray();
        Assert.That(timeline.Select(one => (string)one!["event"]!), Is.EqualTo(["accepted"]));
    }

    /// <summary>Put off by a relay, unanswered by the next, driven, taken over from a dead process, accepted.</summary>
    private async Task<Guid> WholeLifeAsync()
    {
        var order = await _api.Book.PlaceAsync("4 minutes");
        await _api.Book.DeliverAsync(order, "accepted", attempt: 4, after: "101 seconds");
        await LogAsync(order, 1, "deferred", 10, blame: "relay", reason: "451 secret of 10.0.0.7");
        await LogAsync(order, 2, "unknown", 12, reason: "no answer, says secret");
        await LogAsync(order, 3, "taken_over", 90);
        await LogAsync(order, 4, "accepted", 100, relay: "relay-2", reply: "250 secret queue id");
        await _api.Book.ExecuteAsync(
            $"""
             UPDATE notifications.deliveries
             SET reply = '250 secret queue id', claimed_by = 'machine/4711', relay = 'relay-2', published_at = claimed_at + interval '0.1 s' WHERE order_id = '{order}';
             WITH run AS (
                 INSERT INTO reconciliation.runs (purpose, node, covered_from, covered_until) VALUES ('new', 'node-of-reconciliation', now(), now()) RETURNING run_id)
             INSERT INTO reconciliation.findings (run_id, order_id, kind, at, state, decision, age, reason)
             SELECT run_id, '{order}', 'order-confirmation', accepted_at + after, state, decision, interval '1 min', 'secret reason'
             FROM run, orders.orders, (VALUES (interval '70 s', 'unknown', 'driven'), (interval '102 s', 'accepted', 'sent')) AS f (after, state, decision)
             WHERE order_id = '{order}';
             """);
        return order;
    }

    /// <param name="after">Seconds from the order to the beginning of the attempt, which takes one more.</param>
    private Task LogAsync(
        Guid order, int attempt, string outcome, int after, string? blame = null, string relay = "relay-1", string? reply = null, string? reason = null) => _api.Book.ExecuteAsync(
        $"""
         INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, ended_at, reply, reason)
         SELECT order_id, 'order-confirmation', {attempt}, '{outcome}', nullif('{blame}', ''), '{relay}', 'machine/4711',
                accepted_at + interval '{after} s', accepted_at + interval '{after + 1} s',
                nullif('{reply}', ''), nullif('{reason}', '')
         FROM orders.orders WHERE order_id = '{order}'
         """);

    private static JsonNode Last(JsonObject order) => order["confirmation"]!["timeline"]!.AsArray()[^1]!;

    private static string Without(JsonNode one, params string[] names)
    {
        var rest = one.DeepClone().AsObject();
        foreach (var name in names)
            Assert.That(rest.Remove(name), Is.True, name);
        return rest.ToJsonString();
    }
}
