using Notifications.LocalStack.Ports;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary><c>/metrics</c> of the API.</summary>
[CancelAfter(150_000)]
public sealed class MetricsTests
{
    [Test]
    public async Task Every_answer_to_an_order_is_counted_also_of_what_never_reaches_the_route(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync();
        for (var again = 0; again < 2; again++)
        {
            using var keyed = new HttpRequestMessage(HttpMethod.Post, "orders") { Headers = { { "Idempotency-Key", "the-same-key" } }, Content = Json(OrdersApi.Order) };
            (await api.SendAsync(keyed)).EnsureSuccessStatusCode();
        }

        await api.PostAsync("""{"items":[]}""");
        await api.PostAsync("text", "text/plain");
        using var unknown = new HttpRequestMessage(HttpMethod.Post, "orders") { Content = Json(OrdersApi.Order) };
        await api.SendAsync(unknown, token: null);
        await api.GetAsync("orders");

        var metrics = await ReadAsync(api.Address, cancellation);
        var counted = metrics.Split('\n').Where(line => line.StartsWith("notifications_orders_requests_total{", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (outcome, requests) in new[] { ("accepted", 1), ("replayed", 1), ("invalid", 2), ("forbidden", 1), ("unavailable", 0), ("too_many", 0) })
                Assert.That(counted.Single(line => line.Contains($"outcome=\"{outcome}\"", StringComparison.Ordinal)), Does.EndWith($" {requests}"));
        }
    }

    [Test]
    public async Task Metrics_have_a_port_of_their_own_where_the_other_is_open_to_the_world(CancellationToken cancellation)
    {
        var port = FreePort.Next();
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string>
        {
            ["Telemetry__MetricsPort"] = $"{port}",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        });
        using var http = new HttpClient();
        using var atTheDoor = await http.GetAsync(new Uri(api.Address, "metrics"), cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(atTheDoor.IsSuccessStatusCode, Is.False);
            Assert.That(await ReadAsync(new Uri($"http://127.0.0.1:{port}"), cancellation), Does.Contain("notifications_orders_requests_total"));
        }
    }

    [Test]
    public async Task All_of_it_can_be_switched_off(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string> { ["OTEL_SDK_DISABLED"] = "true" });
        using var http = new HttpClient();
        using var nothing = await http.GetAsync(new Uri(api.Address, "metrics"), cancellation);
        Assert.That(nothing.IsSuccessStatusCode, Is.False);
        (await api.PostAsync(OrdersApi.Order)).EnsureSuccessStatusCode();
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<string> ReadAsync(Uri api, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(api, "metrics"), cancellation);
    }
}
