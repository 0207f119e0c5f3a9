using Notifications.LocalStack;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Database.Tests;

/// <summary>docs/retention.sql, as a timer runs it.</summary>
[CancelAfter(60_000)]
public sealed class RetentionTests
{
    private const string KeepFor = "400 days";

    private static readonly string Page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "retention.sql"));

    [Test]
    public async Task What_is_old_and_done_goes_with_all_that_belongs_to_it_and_what_is_young_or_not_done_stays(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var book = new OrderBook(source);
        for (var i = 0; i < 3; i++)
            await book.PlaceAndSendAsync("401 days");
        var rejected = await book.PlaceAsync("401 days");
        await book.DeliverAsync(rejected, "rejected");
        var unsent = await book.PlaceAsync("402 days");
        var putOff = await book.PlaceAsync("401 days");
        await book.DeliverAsync(putOff, "deferred");
        var pursued = await book.PlaceAndSendAsync("401 days");
        await ListAsync(source, $"INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id) VALUES ('{pursued}', 'order-confirmation', now(), 1) RETURNING order_id", cancellation);
        var young = await book.PlaceAndSendAsync("399 days");

        await RunAsync(source, KeepFor, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync(source, "SELECT order_id FROM orders.orders", cancellation), Is.EquivalentTo(new[] { unsent, putOff, pursued, young }));
            Assert.That(await ListAsync(source, "SELECT order_id FROM orders.order_items", cancellation), Is.EquivalentTo(new[] { unsent, putOff, pursued, young }));
            Assert.That(await ListAsync(source, "SELECT order_id FROM notifications.deliveries", cancellation), Is.EquivalentTo(new[] { putOff, pursued, young }));
            Assert.That(await ListAsync(source, "SELECT DISTINCT order_id FROM notifications.attempts", cancellation), Is.EquivalentTo(new[] { pursued, young }));
        }
    }

    [Test]
    public async Task A_time_in_which_a_client_may_still_repeat_its_request_is_refused(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var order = await new OrderBook(source).PlaceAndSendAsync("40 days");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(source, "30 days", cancellation));

        Assert.That(refused.MessageText, Is.EqualTo("notifications.keep is 30 days; give 31 days or more."));
        Assert.That(await ListAsync(source, "SELECT order_id FROM orders.orders", cancellation), Is.EqualTo(new[] { order }));
    }

    /// <summary>Statement by statement, as psql sends it: the second commits in between.</summary>
    private static async Task RunAsync(NpgsqlDataSource source, string keep, CancellationToken cancellation)
    {
        var second = Page.IndexOf("DO $remove$", StringComparison.Ordinal);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        foreach (var statement in new[] { Page[..second].Replace(KeepFor, keep, StringComparison.Ordinal), Page[second..] })
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<List<Guid>> ListAsync(NpgsqlDataSource source, string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }
}
