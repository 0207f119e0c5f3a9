using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Notifications.OrdersEndpoint.Tests.ReadOrder;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.WatchOrder;

/// <summary>Streams over real HTTP. Their clock is the test's: it goes on while a test waits for something.</summary>
[CancelAfter(60_000)]
public sealed class WatchingOrdersTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RequestWithin = TimeSpan.FromMilliseconds(300);
    private static readonly string Customer = TestAccess.CustomerToken("123");

    private ReadingApi _api = null!;

    /// <summary>With a request timeout that is soon over, and a route that it cuts.</summary>
    [OneTimeSetUp]
    public async Task StartApi() => _api = await ReadingApi.StartAsync(
        new Dictionary<string, string> { ["Limits__StreamsPerCustomer"] = "1" },
        app => app.MapGet("/slow", async (HttpContext http) => await Task.Delay(Timeout.Infinite, http.RequestAborted)),
        services => services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy =
            new RequestTimeoutPolicy { Timeout = RequestWithin, TimeoutStatusCode = StatusCodes.Status408RequestTimeout }));

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [Test]
    public async Task The_present_state_comes_at_once_then_each_change_and_it_ends_when_the_email_is_accepted(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAsync("1 second");
        using var read = await _api.GetAsync($"/orders/{order}");
        await using var watcher = await WatchAsync(order);
        await UntilAsync(() => watcher.Says("\"published\""), cancellation);
        await _api.Book.DeliverAsync(order, "claimed");
        await UntilAsync(() => watcher.Says("\"claimed\""), cancellation);
        await _api.Book.ExecuteAsync($"UPDATE notifications.deliveries SET status = 'accepted', reply = '250 ok', lease_until = NULL, settled_at = now() WHERE order_id = '{order}'");
        await UntilAsync(() => watcher.HasEnded, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(watcher.Events, Has.Count.EqualTo(3));
            Assert.That(watcher.Events[0], Is.EqualTo((read.Headers.ETag!.Tag.Trim('"'), await read.Content.ReadAsStringAsync(cancellation))));
            Assert.That(watcher.Says("\"email_accepted\""), Is.True);
        }
    }

    [Test]
    public async Task It_is_not_stored_nor_collected_on_the_way()
    {
        using var answer = await EventsAsync(await _api.Book.PlaceAndSendAsync("1 minute"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/event-stream"));
            Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
            Assert.That(answer.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(["no"]));
        }
    }

    [Test]
    public async Task A_customer_watches_what_a_customer_may_see(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAndSendAsync("1 minute");
        await using var watcher = await WatchAsync(order, Customer);
        await UntilAsync(() => watcher.HasEnded, cancellation);
        Assert.That(watcher.Events.Single().Data, Does.Not.Contain("250 ok").And.Contains("\"email_accepted\""));
    }

    [Test]
    public async Task Who_knows_the_end_is_told_not_to_come_back(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAndSendAsync("1 minute");
        await using var watcher = await WatchAsync(order);
        await UntilAsync(() => watcher.HasEnded, cancellation);
        using var again = await EventsAsync(order, seen: watcher.LastId);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Who_knows_the_present_state_hears_of_the_next_one_only(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAsync("1 second");
        await using var first = await WatchAsync(order);
        await UntilAsync(() => first.Events.Count == 1, cancellation);
        await using var second = await WatchAsync(order, seen: first.LastId);
        await UntilAsync(() => second.Heartbeats >= 2, cancellation, TimeSpan.FromSeconds(5));
        Assert.That(second.Events, Is.Empty);
        await _api.Book.DeliverAsync(order, "claimed");
        await UntilAsync(() => second.Says("\"claimed\""), cancellation);
        Assert.That(second.Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_heartbeat_comes_every_15_seconds_and_after_ten_minutes_the_client_may_come_again(CancellationToken cancellation)
    {
        await using var watcher = await WatchAsync(await _api.Book.PlaceAsync("1 hour"));
        var opened = _api.Time.GetUtcNow();
        await UntilAsync(() => watcher.HasEnded, cancellation, TimeSpan.FromSeconds(15));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_api.Time.GetUtcNow() - opened, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(watcher.Heartbeats, Is.InRange(20, 41)); // one at the beginning; a clock in leaps passes over some
            Assert.That(watcher.Events, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Many_watchers_of_an_order_are_one_reading_a_second(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAsync("1 hour");
        var (readings, began) = (_api.Readings, _api.Time.GetUtcNow());
        var watchers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WatchAsync(order)));
        await UntilAsync(() => watchers.All(watcher => watcher.Heartbeats >= 2), cancellation, TimeSpan.FromSeconds(0.5));
        Assert.That(_api.Readings - readings, Is.InRange(2, (_api.Time.GetUtcNow() - began).TotalSeconds + 1));
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
    }

    [Test]
    public async Task A_customer_has_so_many_streams_and_one_that_goes_away_frees_its_place(CancellationToken cancellation)
    {
        var (order, customer) = (await _api.Book.PlaceAsync("1 second"), TestAccess.CustomerToken("124"));
        await _api.Book.ExecuteAsync($"UPDATE orders.orders SET customer_id = '124' WHERE order_id = '{order}'");
        var watcher = await WatchAsync(order, customer);
        using (var refused = await EventsAsync(order, customer))
        {
            Assert.That((string)(await OrdersApi.JsonOf(refused))["type"]!, Is.EqualTo("/problems/too-many-streams"));
            Assert.That((refused.StatusCode, refused.Headers.RetryAfter?.Delta), Is.EqualTo((HttpStatusCode.TooManyRequests, (TimeSpan?)TimeSpan.FromSeconds(2))));
        }

        await watcher.DisposeAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                _api.Time.Advance(Look); // also for this customer's pace
                using var answer = await EventsAsync(order, customer);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            "its place is free",
            cancellation);
    }

    [Test]
    public async Task The_time_limit_of_requests_does_not_cut_it(CancellationToken cancellation)
    {
        var order = await _api.Book.PlaceAsync("1 second");
        await using var watcher = await WatchAsync(order);
        using (var slow = await _api.GetAsync("/slow"))
            Assert.That(slow.StatusCode, Is.EqualTo(HttpStatusCode.RequestTimeout), "begun later, and its time is over");
        await _api.Book.DeliverAsync(order, "claimed");
        await UntilAsync(() => watcher.Says("\"claimed\""), cancellation);
    }

    [Test]
    public async Task While_the_database_is_away_it_goes_on_and_it_comes_back_by_itself(CancellationToken cancellation)
    {
        await using var api = await ReadingApi.StartAsync();
        var order = await api.Book.PlaceAsync("1 second");
        await using var watcher = new Watcher(await api.GetAsync($"/orders/{order}/events"));
        await UntilAsync(() => watcher.Events.Count == 1, cancellation, api: api);
        await api.Book.DeliverAsync(order, "claimed");
        await api.TakeDatabaseAwayAsync();
        var readings = api.Readings;
        await UntilAsync(() => watcher.Heartbeats >= 2 && api.Readings > readings + 1, cancellation, TimeSpan.FromSeconds(5), api);
        await api.BringDatabaseBackAsync();
        await UntilAsync(() => watcher.Says("\"claimed\""), cancellation, api: api);
        Assert.That(watcher.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task While_the_database_does_not_answer_heartbeats_keep_their_time(CancellationToken cancellation)
    {
        await using var api = await ReadingApi.StartAsync(behindNetwork: true);
        await using var watcher = new Watcher(await api.GetAsync($"/orders/{await api.Book.PlaceAsync("1 second")}/events"));
        await UntilAsync(() => watcher.Events.Count == 1, cancellation, api: api);
        api.Network.Freeze();
        var (heartbeats, frozen) = (watcher.Heartbeats, Stopwatch.StartNew());
        await UntilAsync(() => watcher.Heartbeats >= heartbeats + 3, cancellation, TimeSpan.FromSeconds(5), api);
        Assert.That(frozen.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)), "who waits for the database each time takes longer");
    }

    [Test]
    public async Task It_ends_at_once_when_the_host_stops(CancellationToken cancellation)
    {
        await using var api = await ReadingApi.StartAsync();
        await using var watcher = new Watcher(await api.GetAsync($"/orders/{await api.Book.PlaceAsync("1 second")}/events"));
        await UntilAsync(() => watcher.Events.Count == 1, cancellation, api: api);
        var stopping = Stopwatch.StartNew();
        await api.StopAsync();
        await Eventually.TrueAsync(() => Task.FromResult(watcher.HasEnded), "the stream has ended in good order", cancellation);
        Assert.That(stopping.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    private Task<HttpResponseMessage> EventsAsync(Guid order, string token = TestAccess.ServiceToken, string? seen = null) =>
        _api.GetAsync($"/orders/{order}/events", token, seen is null ? [] : [("Last-Event-ID", seen)]);

    private async Task<Watcher> WatchAsync(Guid order, string token = TestAccess.ServiceToken, string? seen = null) => new(await EventsAsync(order, token, seen));

    /// <summary>The clock goes on by one look, or by more, each time that it has not come true yet.</summary>
    private Task UntilAsync(Func<bool> condition, CancellationToken cancellation, TimeSpan? leap = null, ReadingApi? api = null) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return Task.FromResult(true);
            (api ?? _api).Time.Advance(leap ?? Look);
            return Task.FromResult(false);
        },
        "what this test waits for",
        cancellation);
}
