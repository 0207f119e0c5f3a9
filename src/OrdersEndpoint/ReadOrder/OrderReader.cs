using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>The SQL that reads one order: its items, what outbox and ledger know about its confirmation, its attempts, and what reconciliation did.</summary>
internal sealed class OrderReader(Lookups lookups)
{
    /// <summary>Attempts, and decisions of reconciliation, that are shown at most.</summary>
    public const int MostShown = 50;

    /// <summary>
    /// $1: order; $2: message id of its command; $3: kind; $4: how many attempts and decisions at most; $5: due within. Relays' texts were bounded when they were
    /// stored, and are again.
    /// </summary>
    internal const string Find =
        """
        SELECT o.order_id, o.status, o.customer_id, o.customer_name, o.customer_email, o.currency, o.locale, o.total, o.accepted_at,
               now() > o.accepted_at + $5 AS overdue,
               coalesce(d.status, CASE WHEN EXISTS (SELECT FROM messaging.outbox WHERE message_id = $2) THEN 'stored' ELSE 'published' END) AS confirmation,
               coalesce(d.attempt, 0) AS attempt, d.relay, d.claimed_by, d.published_at, d.claimed_at, d.lease_until, d.settled_at, d.next_attempt_at,
               left(d.reply, 500) AS reply, left(d.reason, 500) AS reason, coalesce(d.possible_duplicate, false) AS possible_duplicate,
               (SELECT json_agg(i ORDER BY i.line) FROM orders.order_items i WHERE i.order_id = o.order_id) AS items,
               (SELECT json_agg(a) FROM (
                   SELECT attempt, outcome, blame, relay, claimed_by, started_at, ended_at, left(reply, 500) AS reply, left(reason, 500) AS reason
                   FROM notifications.attempts WHERE order_id = o.order_id AND kind = $3
                   ORDER BY attempt DESC, ended_at DESC LIMIT $4) AS a) AS attempts,
               (SELECT count(*) FROM notifications.attempts a WHERE a.order_id = o.order_id AND a.kind = $3) AS attempts_logged,
               (SELECT json_agg(f) FROM (
                   SELECT f.at, f.decision, f.state, left(f.reason, 500) AS reason, r.node
                   FROM reconciliation.findings f LEFT JOIN reconciliation.runs r USING (run_id)
                   WHERE f.order_id = o.order_id AND f.kind = $3 AND f.decision <> 'sent'
                   ORDER BY f.at DESC LIMIT $4) AS f) AS decisions,
               (SELECT count(*) FROM reconciliation.findings f WHERE f.order_id = o.order_id AND f.kind = $3 AND f.decision <> 'sent') AS decisions_logged
        FROM orders.orders o
        LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = $3
        WHERE o.order_id = $1
        """;

    /// <returns>Null when there is no such order.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="TimeoutException">It is, or too many read already.</exception>
    public Task<OrderFacts?> FindAsync(Guid orderId, CancellationToken cancellation) => lookups.ReadAsync(
        new NpgsqlBatchCommand(Find)
        {
            Parameters =
            {
                Parameter.Of(orderId),
                Parameter.Of(DeliveryId.For(orderId, NotificationKind.OrderConfirmation)),
                Parameter.Of(NotificationKind.OrderConfirmation),
                Parameter.Of(MostShown),
                Parameter.Of(DeliveryRules.DueWithin),
            },
        },
        async (row, cancelled) => await row.ReadAsync(cancelled) ? ReadOrder(row) : null,
        cancellation);

    private static OrderFacts ReadOrder(NpgsqlDataReader row) => new(
        row.GetGuid(row.GetOrdinal("order_id")),
        row.GetString(row.GetOrdinal("status")),
        row.GetString(row.GetOrdinal("customer_id")),
        new CustomerView(row.GetString(row.GetOrdinal("customer_name")), row.GetString(row.GetOrdinal("customer_email"))),
        row.GetString(row.GetOrdinal("currency")),
        Text(row, "locale"),
        List(row, "items", FactsJson.Default.ListItemView),
        row.GetDecimal(row.GetOrdinal("total")),
        row.GetFieldValue<DateTimeOffset>(row.GetOrdinal("accepted_at")),
        row.GetBoolean(row.GetOrdinal("overdue")),
        ReadDelivery(row),
        List(row, "attempts", FactsJson.Default.ListAttemptFacts),
        row.GetInt64(row.GetOrdinal("attempts_logged")),
        List(row, "decisions", FactsJson.Default.ListDecisionFacts),
        row.GetInt64(row.GetOrdinal("decisions_logged")));

    private static DeliveryFacts ReadDelivery(NpgsqlDataReader row) => new(row.GetString(row.GetOrdinal("confirmation")))
    {
        Attempt = row.GetInt32(row.GetOrdinal("attempt")),
        Relay = Text(row, "relay"),
        ClaimedBy = Text(row, "claimed_by"),
        PublishedAt = Time(row, "published_at"),
        ClaimedAt = Time(row, "claimed_at"),
        LeaseUntil = Time(row, "lease_until"),
        SettledAt = Time(row, "settled_at"),
        NextAttemptAt = Time(row, "next_attempt_at"),
        Reply = Text(row, "reply"),
        Reason = Text(row, "reason"),
        PossibleDuplicate = row.GetBoolean(row.GetOrdinal("possible_duplicate")),
    };

    private static string? Text(NpgsqlDataReader row, string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));

    private static DateTimeOffset? Time(NpgsqlDataReader row, string column) =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));

    private static List<T> List<T>(NpgsqlDataReader row, string column, JsonTypeInfo<List<T>> type) =>
        Text(row, column) is { } json ? JsonSerializer.Deserialize(json, type)! : [];
}
