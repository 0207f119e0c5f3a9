using System.Net;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Rehearsing;

/// <summary>The API plays before it opens.</summary>
[CancelAfter(90_000)]
public sealed class RehearsalTests
{
    private static Dictionary<string, string> AtMost(string time) => new() { ["Rehearsal__AtMost"] = time };

    [Test]
    public async Task A_rehearsal_passes_orders_and_leaves_no_trace(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync(AtMost("00:00:08"));
        var numbersUsed = await api.QueryAsync<long>("SELECT coalesce(sum(n_tup_ins), 0)::bigint FROM pg_stat_user_tables WHERE schemaname = 'orders'");
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(api.Address, "metrics"), cancellation);
        (await api.PostAsync(OrdersApi.Order)).EnsureSuccessStatusCode();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(api.Host.Output, Does.Match("Rehearsed for [0-9.]+ s: [1-9][0-9]* requests"));
            Assert.That(numbersUsed, Is.Zero, "rows written, and perhaps rolled back");
            Assert.That(await api.QueryAsync<long>("SELECT count(*) FROM orders.orders"), Is.EqualTo(1), "the one that was placed");
            Assert.That(metrics.Split('\n').Where(line => line.StartsWith("notifications_orders_requests_total{", StringComparison.Ordinal)), Is.All.EndsWith(" 0"));
            Assert.That(api.Host.Output, Does.Not.Contain("rehearsal.invalid").And.Not.Contain("25006").And.Not.Contain("[ERR]"));
        }
    }

    [Test]
    public async Task Without_a_word_about_it_there_is_none()
    {
        await using var api = await OrdersApi.StartAsync();
        Assert.That(api.Host.Output, Does.Not.Contain("ehears"));
    }

    [Test]
    public async Task An_order_that_is_stored_in_a_rehearsal_is_told()
    {
        using var accepted = new HttpClient(new Answers(HttpStatusCode.Accepted)) { BaseAddress = new Uri("http://api.invalid") };
        await Assert.ThatAsync(() => OrderRehearsal.PlaceAsync(accepted, CancellationToken.None), Throws.InvalidOperationException.With.Message.Contains("only rehearsed"));
    }

    [Test]
    public async Task A_database_that_is_away_does_not_keep_the_host_from_starting(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=none;Username=none",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            ["Rehearsal__AtMost"] = "00:00:01",
        };
        await using var host = await HostProcess.StartAsync("OrdersEndpoint", settings, readyPath: "health/live", cancellation: cancellation);
        Assert.That(host.Output, Does.Match("Rehearsed|Starts without a rehearsal"));
    }

    private sealed class Answers(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(status));
    }
}
