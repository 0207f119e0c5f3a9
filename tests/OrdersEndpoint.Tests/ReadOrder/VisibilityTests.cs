using System.Net;
using System.Text.Json.Nodes;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

/// <summary>What nobody may see does not exist, and what cannot be read now can be read later: on every route that shows one order.</summary>
[CancelAfter(60_000)]
public sealed class VisibilityTests
{
    private static readonly string Customer = TestAccess.CustomerToken("123");
    private static readonly string AnotherCustomer = TestAccess.CustomerToken("124");

    private ReadingApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await ReadingApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [TestCase("")]
    [TestCase("/events")]
    public async Task Another_customers_order_is_answered_as_one_that_does_not_exist(string route)
    {
        var (order, none) = (await _api.Book.PlaceAndSendAsync("1 minute"), Guid.CreateVersion7());
        using var notTheirs = await _api.GetAsync($"/orders/{order}{route}", AnotherCustomer);
        using var notThere = await _api.GetAsync($"/orders/{none}{route}", AnotherCustomer);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(notTheirs.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await BodyAsync(notTheirs)).Replace(order.ToString(), none.ToString(), StringComparison.Ordinal), Is.EqualTo(await BodyAsync(notThere)));
            Assert.That(HeadersOf(notTheirs), Is.EqualTo(HeadersOf(notThere)));
        }
    }

    [TestCase("", "application/json")]
    [TestCase("/events", "text/event-stream")]
    public async Task One_of_their_own_is_shown_to_a_customer_and_everybodys_to_machines_and_admins(string route, string type)
    {
        var order = await _api.Book.PlaceAndSendAsync("1 minute");
        foreach (var token in new[] { Customer, TestAccess.ServiceToken, TestAccess.AdminToken() })
        {
            using var answer = await _api.GetAsync($"/orders/{order}{route}", token);
            Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, type)));
        }
    }

    [Test]
    public async Task What_is_no_id_is_not_there(
        [Values("1", "not-an-id", "%20", "019aa00011117abc8def0123456789ab", "{019aa000-1111-7abc-8def-0123456789ab}")] string id, [Values("", "/events")] string route)
    {
        using var answer = await _api.GetAsync($"/orders/{id}{route}");
        Assert.That((string)(await OrdersApi.JsonOf(answer))["type"]!, Is.EqualTo("/problems/order-not-found"));
    }

    [Test]
    public async Task While_the_database_is_away_readers_are_told_to_come_back(CancellationToken cancellation)
    {
        await using var api = await ReadingApi.StartAsync();
        var order = await api.Book.PlaceAsync("1 second");
        string[] paths = [$"/orders/{order}", $"/orders/{order}/events", "/orders"];
        await api.TakeDatabaseAwayAsync();
        foreach (var path in paths)
        {
            using var answer = await api.GetAsync(path);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), path);
                Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)), path);
                Assert.That((string)(await OrdersApi.JsonOf(answer))["type"]!, Is.EqualTo("/problems/unavailable"), path);
            }
        }

        await api.BringDatabaseBackAsync();
        foreach (var path in paths)
            await Eventually.TrueAsync(async () => await IsThereAsync(api, path), $"{path} is answered again", cancellation);
    }

    /// <summary>A failed reading is shared for a second, which passes here.</summary>
    private static async Task<bool> IsThereAsync(ReadingApi api, string path)
    {
        api.Time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await api.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer)
    {
        var problem = (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That(problem.Remove("trace_id"), Is.True);
        return problem.ToJsonString();
    }

    private static string HeadersOf(HttpResponseMessage answer) =>
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
}
