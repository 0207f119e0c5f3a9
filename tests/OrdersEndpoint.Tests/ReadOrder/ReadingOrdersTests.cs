using System.Diagnostics;
using System.Net;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

[CancelAfter(120_000)]
public sealed class ReadingOrdersTests
{
    private OrdersApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task An_order_is_shown_as_it_was_placed()
    {
        var order = await OrdersApi.JsonOf(await _api.GetAsync(await PlaceAsync()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)order["status"]!, Is.EqualTo("placed"));
            Assert.That((string)order["customer_id"]!, Is.EqualTo("123"));
            Assert.That((string)order["customer"]!["email"]!, Is.EqualTo("ana@example.test"));
            Assert.That((string)order["currency"]!, Is.EqualTo("BRL"));
            Assert.That((string)order["locale"]!, Is.EqualTo("pt-BR"));
            Assert.That((decimal)order["total"]!, Is.EqualTo(21.00m));
            Assert.That(order["items"]!.ToJsonString(), Is.EqualTo("""[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50}]"""));
        }
    }

    [Test]
    public async Task Its_confirmation_is_published_once_the_broker_has_it(CancellationToken cancellation)
    {
        var path = await PlaceAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(path) == "published", "the confirmation is published", cancellation);
    }

    [TestCase("'claimed', now(), now() + interval '1 minute', NULL, NULL, NULL, NULL", "claimed")]
    [TestCase("'accepted', now(), NULL, now() + interval '2 seconds', NULL, '250 queued', NULL", "accepted")]
    [TestCase("'deferred', now(), NULL, now(), now(), NULL, '451 later'", "deferred")]
    [TestCase("'rejected', now(), NULL, now(), NULL, NULL, '550 no such user'", "rejected")]
    [TestCase("'unknown', now(), NULL, now(), now(), NULL, 'no answer'", "unknown")]
    public async Task Then_it_is_what_the_ledger_says(string row, string status)
    {
        var path = await PlaceAsync();
        await _api.ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (status, claimed_at, lease_until, settled_at, next_attempt_at, reply, reason, order_id, kind, attempt, claimed_by, first_claimed_at)
             VALUES ({row}, '{path.Split('/')[^1]}', 'order-confirmation', 3, 'test', now())
             """);

        var confirmation = (await OrdersApi.JsonOf(await _api.GetAsync(path)))["confirmation"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)confirmation["status"]!, Is.EqualTo(status));
            Assert.That((int)confirmation["attempts"]!, Is.EqualTo(3));
            Assert.That((string?)confirmation["relay_reply"], Is.EqualTo(status == "accepted" ? "250 queued" : null));
            Assert.That((double?)confirmation["seconds_to_email"], status == "accepted" ? Is.InRange(2, 60) : Is.Null);
            Assert.That((string?)confirmation["reason"], status is "claimed" or "accepted" ? Is.Null : Is.Not.Null);
        }
    }

    [Test]
    public async Task It_is_watched_until_the_email_is_accepted_and_then_the_stream_ends_within_about_a_second(CancellationToken cancellation)
    {
        var path = await PlaceAsync();
        var watching = _api.GetAsync($"{path}/events");
        await Eventually.TrueAsync(async () => await StatusAsync(path) == "published", "the confirmation is published", cancellation);
        await _api.ExecuteAsync(
            $"""
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply)
             VALUES ('{path.Split('/')[^1]}', 'order-confirmation', 'accepted', 1, 'test', now(), now(), now(), '250 queued')
             """);
        var accepted = Stopwatch.StartNew();
        using var events = await watching;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)), "this machine may be busy");
            Assert.That(await events.Content.ReadAsStringAsync(cancellation), Does.StartWith(":\n\nevent: order\nid: ").And.Contains("\"email_accepted\"").And.EndsWith("\n\n"));
        }
    }

    [Test]
    public async Task It_is_in_the_list_of_its_customer()
    {
        var id = (await PlaceAsync()).Split('/')[^1];
        var page = await OrdersApi.JsonOf(await _api.GetAsync("/orders?customer_id=123&limit=1"));
        Assert.That((string)page["orders"]![0]!["order_id"]!, Is.EqualTo(id));
    }

    private async Task<string> PlaceAsync()
    {
        using var answer = await _api.PostAsync(OrdersApi.Order);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<string?> StatusAsync(string path) => (string?)(await OrdersApi.JsonOf(await _api.GetAsync(path)))["confirmation"]!["status"];
}
