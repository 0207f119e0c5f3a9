using System.Net;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>Told to stop, the API first says so, then finishes what is inside, and only then ends.</summary>
[CancelAfter(60_000)]
public sealed class StoppingTests
{
    [Test]
    public async Task It_is_not_ready_any_more_serves_on_for_a_while_and_finishes_the_orders_that_are_inside(CancellationToken cancellation)
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string> { ["Stopping__AnnounceFor"] = "00:00:02" });
        // A broker that is busy takes seconds to declare everything; until then commands wait in the outbox, and would do so after the end.
        await Eventually.TrueAsync(async () => (await (await ReadyAsync(api)).Content.ReadAsStringAsync(cancellation)).StartsWith("""{"status":"ready""", StringComparison.Ordinal), "it can publish", cancellation);
        await using var other = new NpgsqlConnection(api.ConnectionString);
        await other.OpenAsync(cancellation);
        await using var hold = await other.BeginTransactionAsync(cancellation);
        await using (var stop = new NpgsqlCommand("LOCK TABLE orders.order_items IN EXCLUSIVE MODE", other, hold))
            await stop.ExecuteNonQueryAsync(cancellation);

        var inside = api.PostAsync(OrdersApi.Order);
        await Eventually.TrueAsync(
            async () => await api.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INTO orders.order_items%' AND datname = current_database()") == 1,
            "an order is inside", cancellation);
        var ending = api.Host.TerminateAsync();
        HttpResponseMessage ready = null!;
        await Eventually.TrueAsync(async () => (ready = await ReadyAsync(api)).StatusCode == HttpStatusCode.ServiceUnavailable, "it says that it stops", cancellation);
        using var late = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders/none"));
        await hold.CommitAsync(cancellation);
        using var answer = await inside;
        var exit = await ending;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ready.Content.ReadAsStringAsync(cancellation), Does.Contain("The host is stopping."));
            Assert.That((late.StatusCode, late.Headers.ConnectionClose), Is.EqualTo((HttpStatusCode.NotFound, true)), "who comes late is served, and sent elsewhere for the next");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(exit, Is.Zero);
            Assert.That(await api.QueryAsync<long>("SELECT count(*) FROM orders.orders"), Is.EqualTo(1));
            Assert.That(await api.QueryAsync<long>("SELECT count(*) FROM messaging.outbox"), Is.Zero, "its command is published");
        }
    }

    private static async Task<HttpResponseMessage> ReadyAsync(OrdersApi api)
    {
        using var http = new HttpClient();
        return await http.GetAsync(new Uri(api.Address, "health/ready"));
    }
}
