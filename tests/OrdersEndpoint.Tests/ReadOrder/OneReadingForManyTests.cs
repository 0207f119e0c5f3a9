using System.Net;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.ReadOrder;

/// <summary>How old an answer may be, what it costs, and when a client need not read it again: over real HTTP, with the clock in the test's hands.</summary>
[CancelAfter(60_000)]
public sealed class OneReadingForManyTests
{
    private static readonly string Customer = TestAccess.CustomerToken("123");

    private ReadingApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await ReadingApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task Many_readers_at_once_are_one_reading_a_second()
    {
        var order = await _api.Book.PlaceAsync("1 second");
        var before = _api.Readings;
        await ReadByManyAsync();
        Assert.That(_api.Readings - before, Is.EqualTo(1));
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        await ReadByManyAsync();
        Assert.That(_api.Readings - before, Is.EqualTo(2));

        async Task ReadByManyAsync()
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _api.GetAsync($"/orders/{order}")));
            Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
            foreach (var answer in answers)
                answer.Dispose();
        }
    }

    [Test]
    public async Task An_answer_is_never_older_than_a_second()
    {
        var order = await _api.Book.PlaceAsync("1 second");
        await StatusAsync(order);
        await _api.Book.DeliverAsync(order, "accepted");
        _api.Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.That(await StatusAsync(order), Is.EqualTo("published"), "it is shared for a second");
        _api.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.That(await StatusAsync(order), Is.EqualTo("accepted"));
    }

    [Test]
    public async Task What_does_not_exist_is_asked_for_each_time_so_that_an_order_is_found_as_soon_as_it_is_accepted()
    {
        var (order, placed) = (Guid.CreateVersion7(), await _api.Book.PlaceAsync("1 second"));
        using var missing = await _api.GetAsync($"/orders/{order}");
        await _api.Book.ExecuteAsync($"UPDATE orders.orders SET order_id = '{order}' WHERE order_id = '{placed}'");
        using var found = await _api.GetAsync($"/orders/{order}");
        Assert.That((missing.StatusCode, found.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.OK)));
    }

    [Test]
    public async Task An_answer_is_for_this_caller_only_and_says_how_to_ask_whether_it_still_holds()
    {
        using var answer = await _api.GetAsync($"/orders/{await _api.Book.PlaceAsync("1 second")}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
            Assert.That(answer.Headers.Vary, Is.EqualTo(["Authorization"]));
            Assert.That(answer.Headers.ETag, Is.Not.Null.And.Property("IsWeak").False);
            Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
        }
    }

    [TestCase("{0}")]
    [TestCase("W/{0}")]
    [TestCase("\"another\", {0}")]
    [TestCase("*")]
    public async Task What_has_not_changed_is_answered_with_304_and_no_body(string ifNoneMatch)
    {
        var path = $"/orders/{await _api.Book.PlaceAsync("1 second")}";
        using var first = await _api.GetAsync(path);
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        using var second = await _api.GetAsync(path, headers: ("If-None-Match", string.Format(null, ifNoneMatch, first.Headers.ETag)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(second.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
        }
    }

    [Test]
    public async Task What_has_changed_is_answered_anew()
    {
        var order = await _api.Book.PlaceAsync("1 second");
        using var first = await _api.GetAsync($"/orders/{order}");
        await _api.Book.DeliverAsync(order, "claimed");
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        using var second = await _api.GetAsync($"/orders/{order}", headers: ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.That((second.StatusCode, (string)(await OrdersApi.JsonOf(second))["confirmation"]!["status"]!), Is.EqualTo((HttpStatusCode.OK, "claimed")));
    }

    [Test]
    public async Task Customers_and_operators_read_different_bytes_under_different_tags()
    {
        var order = await _api.Book.PlaceAndSendAsync("1 minute");
        using var forOperators = await _api.GetAsync($"/orders/{order}");
        using var forCustomer = await _api.GetAsync($"/orders/{order}", Customer, ("If-None-Match", forOperators.Headers.ETag!.ToString()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(forCustomer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(forCustomer.Headers.ETag, Is.Not.EqualTo(forOperators.Headers.ETag));
        }
    }

    [Test]
    public async Task Another_customer_learns_nothing_from_a_tag()
    {
        var order = await _api.Book.PlaceAsync("1 second");
        using var first = await _api.GetAsync($"/orders/{order}", Customer);
        using var other = await _api.GetAsync($"/orders/{order}", TestAccess.CustomerToken("124"), ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.That((other.StatusCode, other.Headers.ETag), Is.EqualTo((HttpStatusCode.NotFound, (System.Net.Http.Headers.EntityTagHeaderValue?)null)));
    }

    private async Task<string> StatusAsync(Guid order) => (string)(await _api.OrderAsync(order))["confirmation"]!["status"]!;
}
