using System.Net;
using System.Text.Json.Nodes;
using Notifications.Messages;
using Notifications.OrdersEndpoint.Tests.ReadOrder;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ListOrders;

[CancelAfter(60_000)]
public sealed class ListingOrdersTests
{
    private static readonly string Customer = TestAccess.CustomerToken("123");

    private ReadingApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await ReadingApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [SetUp]
    public Task Empty() => _api.Book.EmptyAsync();

    [Test]
    public async Task Orders_are_listed_newest_first_with_where_their_confirmations_stand()
    {
        var (stored, published, accepted) = (await _api.Book.PlaceAsync("2 seconds"), await _api.Book.PlaceAsync("1 second"), await _api.Book.PlaceAndSendAsync("1 second"));
        await _api.Book.StoreAsync(DeliveryId.For(stored, NotificationKind.OrderConfirmation));

        using var answer = await _api.GetAsync("/orders");
        var page = await OrdersApi.JsonOf(answer);
        var first = page["orders"]![0]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IdsOf(page), Is.EqualTo(new[] { accepted, published, stored }));
            Assert.That(page["orders"]!.AsArray().Select(order => (string)order!["confirmation_status"]!), Is.EqualTo(["accepted", "published", "stored"]));
            Assert.That(first.Remove("accepted_at"), Is.True);
            Assert.That(first.ToJsonString(), Is.EqualTo(
                $$"""{"order_id":"{{accepted}}","status":"placed","customer_id":"123","currency":"BRL","total":21,"item_count":1,"confirmation_status":"accepted"}"""));
            Assert.That(page.ContainsKey("next_cursor") && page["next_cursor"] is null, Is.True);
            Assert.That(answer.Headers.Contains("Link"), Is.False);
            Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
        }
    }

    [Test]
    public async Task Each_order_is_shown_once_while_new_ones_arrive([Values("", "customer_id=123&", "status=placed&")] string filter)
    {
        var there = new List<Guid>();
        for (var i = 0; i < 10; i++)
            there.Add(await _api.Book.PlaceAsync("1 second"));

        var seen = new List<Guid>();
        for (var address = $"/orders?{filter}limit=3"; address is not null;)
        {
            using var answer = await _api.GetAsync(address);
            var page = await OrdersApi.JsonOf(answer);
            Assert.That(IdsOf(page), Has.Count.InRange(1, 3));
            seen.AddRange(IdsOf(page));
            address = NextOf(answer);
            Assert.That(address, page["next_cursor"] is { } cursor ? Is.EqualTo($"/orders?{filter}limit=3&cursor={(string)cursor!}") : Is.Null);
            await _api.Book.PlaceAsync("1 second");
        }

        Assert.That(seen, Is.EqualTo(Enumerable.Reverse(there)));
    }

    [Test]
    public async Task A_page_that_ends_with_the_last_order_is_the_last_page()
    {
        await _api.Book.PlaceAsync("1 second");
        await _api.Book.PlaceAsync("1 second");
        using var answer = await _api.GetAsync("/orders?limit=2");
        var page = await OrdersApi.JsonOf(answer);
        Assert.That((IdsOf(page).Count, page["next_cursor"]), Is.EqualTo((2, (JsonNode?)null)));
    }

    [Test]
    public async Task Usually_a_page_has_20_orders_and_at_most_100()
    {
        await _api.Book.ExecuteAsync(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at)
            SELECT gen_random_uuid(), '123', 'Ana', 'ana@example.test', 'BRL', 1, now() FROM generate_series(1, 101)
            """);
        using var usual = await _api.GetAsync("/orders");
        using var most = await _api.GetAsync("/orders?limit=100");
        Assert.That((IdsOf(await OrdersApi.JsonOf(usual)).Count, IdsOf(await OrdersApi.JsonOf(most)).Count), Is.EqualTo((20, 100)));
    }

    [Test]
    public async Task A_customer_sees_their_own_and_asking_for_anothers_is_forbidden()
    {
        var (own, another) = (await _api.Book.PlaceAsync("1 second"), await _api.Book.PlaceAsync("1 second"));
        await _api.Book.ExecuteAsync($"UPDATE orders.orders SET customer_id = '1234' WHERE order_id = '{another}'");

        using var theirs = await _api.GetAsync("/orders", Customer);
        using var theirsByName = await _api.GetAsync("/orders?customer_id=123", Customer);
        using var forbidden = await _api.GetAsync("/orders?customer_id=1234", Customer);
        using var byOperator = await _api.GetAsync("/orders?customer_id=1234", TestAccess.AdminToken());
        using var all = await _api.GetAsync("/orders", TestAccess.AdminToken());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IdsOf(await OrdersApi.JsonOf(theirs)), Is.EqualTo([own]));
            Assert.That(IdsOf(await OrdersApi.JsonOf(theirsByName)), Is.EqualTo([own]));
            Assert.That((forbidden.StatusCode, (string)(await OrdersApi.JsonOf(forbidden))["type"]!), Is.EqualTo((HttpStatusCode.Forbidden, "/problems/forbidden")));
            Assert.That(IdsOf(await OrdersApi.JsonOf(byOperator)), Is.EqualTo([another]));
            Assert.That(IdsOf(await OrdersApi.JsonOf(all)), Is.EqualTo([another, own]));
        }
    }

    [Test]
    public async Task A_customers_next_page_is_theirs_too()
    {
        var orders = new[] { await _api.Book.PlaceAsync("1 second"), await _api.Book.PlaceAsync("1 second"), await _api.Book.PlaceAsync("1 second") };
        await _api.Book.ExecuteAsync($"UPDATE orders.orders SET customer_id = 'Ana & Söhne / 1' WHERE order_id IN ('{orders[0]}', '{orders[2]}')");
        var token = TestAccess.CustomerToken("Ana & Söhne / 1");
        using var first = await _api.GetAsync("/orders?limit=1", token);
        using var second = await _api.GetAsync(NextOf(first)!, token);
        Assert.That((IdsOf(await OrdersApi.JsonOf(first)).Single(), IdsOf(await OrdersApi.JsonOf(second)).Single()), Is.EqualTo((orders[2], orders[0])));
    }

    [TestCase("limit=0", "limit", "from 1 to 100")]
    [TestCase("limit=101", "limit", "from 1 to 100")]
    [TestCase("limit=+5", "limit", "from 1 to 100")]
    [TestCase("limit=", "limit", "from 1 to 100")]
    [TestCase("limit=99999999999", "limit", "from 1 to 100")]
    [TestCase("status=sent", "status", "known are placed")]
    [TestCase("status=", "status", "known are placed")]
    [TestCase("cursor=", "cursor", "is not one of ours")]
    [TestCase("cursor=AAAA", "cursor", "is not one of ours")]
    [TestCase("customer_id=", "customer_id", "1 to 100 characters")]
    [TestCase("customer_id=a%00b", "customer_id", "1 to 100 characters")]
    [TestCase("limit=5&limit=6", "limit", "more than once")]
    [TestCase("customer_id=123&customer_id=124", "customer_id", "more than once")]
    [TestCase("page=2", "page", "known are customer_id, status, limit, cursor")]
    [TestCase("Limit=2", "Limit", "known are customer_id, status, limit, cursor")]
    [TestCase("offset", "offset", "known are customer_id, status, limit, cursor")]
    public async Task A_wrong_parameter_is_answered_with_400_that_names_it(string query, string name, string sentence)
    {
        using var answer = await _api.GetAsync($"/orders?{query}");
        var problem = await OrdersApi.JsonOf(answer);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.StatusCode, (string)problem["type"]!), Is.EqualTo((HttpStatusCode.BadRequest, "/problems/invalid-parameter")));
            Assert.That((string)problem["errors"]![name]![0]!, Does.Contain(sentence));
        }
    }

    private static List<Guid> IdsOf(JsonObject page) => [.. page["orders"]!.AsArray().Select(order => Guid.Parse((string)order!["order_id"]!))];

    private static string? NextOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Link", out var links))
            return null;
        Assert.That(links.Single(), Does.StartWith("</orders?").And.EndsWith(">; rel=\"next\""));
        return links.Single()[1..^">; rel=\"next\"".Length];
    }
}
