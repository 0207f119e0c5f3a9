using Npgsql;

namespace Notifications.Testing;

/// <summary>
/// Writes orders and what became of their e-mails as the endpoints would, or as they never would. Ages and times after the order are intervals on the
/// database's clock, such as <c>10 minutes</c>.
/// </summary>
public sealed class OrderBook(NpgsqlDataSource database)
{
    private const string Kind = "order-confirmation";

    public Task EmptyAsync() => ExecuteAsync(
        """
        TRUNCATE orders.orders, orders.order_items, messaging.outbox, notifications.deliveries, notifications.attempts,
                 reconciliation.runs, reconciliation.pursued, reconciliation.findings, reconciliation.sla_minutes, reconciliation.proofs
        """);

    /// <summary>An order that nobody has taken on yet.</summary>
    public async Task<Guid> PlaceAsync(string age, bool items = true)
    {
        var order = Guid.CreateVersion7();
        await ExecuteAsync(
            $"""
             INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
             VALUES ('{order}', '123', 'Ana', 'ana@example.test', 'BRL', 21, now() - interval '{age}', now() - interval '{age}');
             INSERT INTO orders.order_items SELECT '{order}', 1, 'ABC', 'Caneca', 2, 10.50 WHERE {items};
             """);
        return order;
    }

    /// <summary>Orders of this very moment for one recipient, without items: enough for their e-mails to be claimed. What is there already stays as it is.</summary>
    public async Task PlaceAsync(string recipient, params IEnumerable<Guid> orders)
    {
        await using var insert = database.CreateCommand(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at)
            SELECT id, '123', 'Ana', $1, 'BRL', 21, now() FROM unnest($2) AS id
            ON CONFLICT DO NOTHING
            """);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = recipient });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. orders] });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>An order with everything as it should be: sent by the first attempt.</summary>
    public async Task<Guid> PlaceAndSendAsync(string age, string after = "1 second")
    {
        var order = await PlaceAsync(age);
        await DeliverAsync(order, "accepted", after: after);
        await LogAsync(order, 1, "accepted");
        return order;
    }

    /// <summary>What the ledger says; for an order that does not exist from a minute ago on.</summary>
    public Task DeliverAsync(Guid order, string status, int attempt = 1, string after = "1 second", bool possibleDuplicate = false, string reason = "451 later") => ExecuteAsync(
        $"""
         INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, lease_until, settled_at, next_attempt_at, reply, reason, possible_duplicate)
         SELECT '{order}', '{Kind}', '{status}', {attempt}, 'test', o.at, o.at,
                CASE WHEN '{status}' = 'claimed' THEN now() + interval '1 minute' END,
                CASE WHEN '{status}' <> 'claimed' THEN o.at + interval '{after}' END,
                CASE WHEN '{status}' IN ('deferred', 'unknown') THEN now() + interval '1 minute' END,
                CASE WHEN '{status}' = 'accepted' THEN '250 ok' END,
                CASE WHEN '{status}' IN ('deferred', 'rejected', 'unknown') THEN '{reason}' END,
                {possibleDuplicate}
         FROM {AcceptedAt(order)}
         """);

    /// <summary>A row of the log of attempts; for an order that does not exist from a minute ago on.</summary>
    public Task LogAsync(Guid order, int attempt, string outcome) => ExecuteAsync(
        $"""
         INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, ended_at, reply, reason)
         SELECT '{order}', '{Kind}', {attempt}, '{outcome}', CASE WHEN '{outcome}' IN ('deferred', 'rejected') THEN 'relay' END, 'relay', 'test', o.at, o.at + interval '1 second',
                CASE WHEN '{outcome}' = 'accepted' THEN '250 ok' END,
                CASE WHEN '{outcome}' IN ('deferred', 'rejected', 'unknown') THEN '451 later' END
         FROM {AcceptedAt(order)}
         """);

    public Task StoreAsync(Guid message) => ExecuteAsync(
        $"INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at) VALUES ('{message}', 'NotificationEndpoint', 'SendOrderConfirmation', '{"{}"}', '', now())");

    /// <summary>A run of reconciliation that looked at orders of these ages.</summary>
    public Task CoverAsync(string from, string until, string purpose = "new") => ExecuteAsync(
        $"INSERT INTO reconciliation.runs (purpose, node, covered_from, covered_until) VALUES ('{purpose}', 'test', now() - interval '{from}', now() - interval '{until}')");

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static string AcceptedAt(Guid order) =>
        $"(SELECT coalesce((SELECT accepted_at FROM orders.orders WHERE order_id = '{order}'), now() - interval '1 minute') AS at) AS o";
}
