using System.Text.Json.Nodes;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.ListOrders;

/// <summary>What a page costs does not depend on how deep it lies. Counted in pages that the server looks at, not in time.</summary>
[CancelAfter(60_000)]
public sealed class OrderListAtScaleTests
{
    private const int Orders = 200_000;
    private const int Deep = Orders / 10;
    private const int Limit = 20;

    [Test]
    public async Task A_page_deep_in_200_000_orders_reads_no_more_than_the_first_one(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await FillAsync(source, cancellation);
        var (newest, deep) = (Guid.AllBitsSet, IdOf(Deep));

        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, customer, before) in new[]
            {
                ("all", null, newest), ("all, deep", null, deep), ("of a customer with many", "many", newest), ("of a customer with many, deep", "many", deep),
                ("of a customer who has ordered nothing for long", "long-ago", newest), ("of nobody", "nobody", newest),
            })
            {
                var plan = await ExplainAsync(source, customer, before, cancellation);
                TestContext.Out.WriteLine($"{name}: {plan.Pages} pages, {plan.Rows} orders, {plan.Index}");
                Assert.That(plan.Pages, Is.LessThan(10 * Limit), name);
                Assert.That(plan.Rows, Is.EqualTo(customer switch { "nobody" => 0, "long-ago" => 3, _ => Limit }), name);
                Assert.That(plan.Index, Is.EqualTo(customer is null ? "orders_pkey" : "orders_customer"), name);
            }
        }
    }

    /// <summary>Half of the orders are one customer's, who is what the server expects; three of the oldest are another's. Those that are looked at have an item and an e-mail.</summary>
    private static async Task FillAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
             SELECT (lpad(to_hex(n), 12, '0') || '70008000000000000000')::uuid, CASE WHEN n <= 3 THEN 'long-ago' WHEN n % 2 = 0 THEN 'many' ELSE n::text END,
                 'Ana', 'ana@example.test', 'BRL', 21, now(), now()
             FROM generate_series(1, {Orders}) AS n;
             CREATE TEMPORARY TABLE looked_at AS
                 SELECT order_id FROM orders.orders WHERE order_id > '{IdOf(Orders - 1_000)}' OR order_id BETWEEN '{IdOf(Deep - 1_000)}' AND '{IdOf(Deep)}' OR customer_id = 'long-ago';
             INSERT INTO orders.order_items SELECT order_id, 1, 'ABC', 'Caneca', 2, 10.50 FROM looked_at;
             INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply)
             SELECT order_id, 'order-confirmation', 'accepted', 1, 'test', now(), now(), now(), '250 ok' FROM looked_at;
             ANALYZE orders.orders, orders.order_items, notifications.deliveries;
             """);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Guid IdOf(int number) => Guid.Parse($"{number:x12}70008000000000000000");

    private static async Task<(int Pages, int Rows, string Index)> ExplainAsync(NpgsqlDataSource source, string? customer, Guid before, CancellationToken cancellation)
    {
        var explain = new NpgsqlBatchCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {(customer is null ? OrderList.OfAll : OrderList.OfCustomer)}")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = "order-confirmation" },
                new NpgsqlParameter<Guid> { TypedValue = before },
                new NpgsqlParameter<string?> { TypedValue = "placed" },
                new NpgsqlParameter<int> { TypedValue = Limit },
            },
        };
        if (customer is not null)
            explain.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Lookups.PlannedAnew), explain } };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var plan = JsonNode.Parse(rows.GetString(0))![0]!["Plan"]!;
        return ((int)plan["Shared Hit Blocks"]! + (int)plan["Shared Read Blocks"]!, (int)plan["Actual Rows"]!, (string)plan["Plans"]![0]!["Index Name"]!);
    }
}
