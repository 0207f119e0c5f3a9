using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>
/// All SQL of a proof. Each statement passes once over what belongs to the window, also where the tables hold years: ids of orders begin with their
/// time, so the least and the greatest id of the window bound what is read of the other tables. docs/reconciliation.md has plans and times.
/// </summary>
internal static class ProofTable
{
    public const string ReadClock = "SELECT now()";

    /// <summary>Takes the snapshot that all other statements see. Plans are made for this window; a server that cuts statements short lets these run.</summary>
    private const string BeginSnapshot =
        """
        SELECT now(), set_config('transaction_read_only', 'on', true), set_config('plan_cache_mode', 'force_custom_plan', true),
               set_config('statement_timeout', '10min', true), set_config('idle_in_transaction_session_timeout', '1min', true)
        """;

    /// <summary>There is no min(uuid) before PostgreSQL 18; as text in this collation ids sort the same.</summary>
    private const string MeasureWindow =
        """
        SELECT count(*), min(o.order_id::text COLLATE "C")::uuid, max(o.order_id::text COLLATE "C")::uuid
        FROM orders.orders o
        WHERE o.accepted_at >= $1 AND o.accepted_at < $2
        """;

    /// <summary>
    /// Leaves out the orders about which there is nothing to say: accepted in time by the first attempt, which is all that the log has. Of the others the
    /// whole log is read. $1, $2: window; $3: kind; $4, $5: least and greatest order; $6: due within.
    /// </summary>
    private const string FindRemarkable =
        """
        SELECT o.order_id, o.accepted_at, now() - o.accepted_at, d.status, d.attempt, d.settled_at - o.accepted_at, d.possible_duplicate, d.reason, l.numbers, l.outcomes
        FROM orders.orders o
        LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = $3 AND d.order_id BETWEEN $4 AND $5
        LEFT JOIN (
            SELECT a.order_id, bool_and(a.attempt = 1 AND a.outcome = 'accepted') AS at_once
            FROM notifications.attempts a
            WHERE a.kind = $3 AND a.order_id BETWEEN $4 AND $5
            GROUP BY a.order_id
        ) AS a ON a.order_id = o.order_id
        LEFT JOIN LATERAL (
            SELECT array_agg(l.attempt ORDER BY l.attempt, l.ended_at) AS numbers, array_agg(l.outcome ORDER BY l.attempt, l.ended_at) AS outcomes
            FROM notifications.attempts l
            WHERE l.order_id = o.order_id AND l.kind = $3
        ) AS l ON true
        WHERE o.accepted_at >= $1 AND o.accepted_at < $2
          AND (d.status = 'accepted' AND d.attempt = 1 AND NOT d.possible_duplicate AND a.at_once
               AND d.settled_at BETWEEN o.accepted_at AND o.accepted_at + $6) IS NOT TRUE
        """;

    /// <summary>$1, $2: window; $3, $4: least and greatest order.</summary>
    private const string FindWithoutItems =
        """
        SELECT o.order_id, o.accepted_at
        FROM orders.orders o
        WHERE o.accepted_at >= $1 AND o.accepted_at < $2
          AND NOT EXISTS (SELECT FROM orders.order_items i WHERE i.order_id = o.order_id AND i.order_id BETWEEN $3 AND $4)
        """;

    /// <summary>
    /// E-mails and attempts of orders that do not exist. What was begun in the window is mostly of its orders; of the rest each is looked for by its id,
    /// one by one: joined, all orders of all times would be read. No attempt ends before it starts, and when they ended has an index.
    /// $1, $2: window; $3: kind; $4, $5: least and greatest order, null when there is none.
    /// </summary>
    private const string FindGhosts =
        """
        WITH of_others AS MATERIALIZED (
            SELECT d.order_id, d.first_claimed_at AS at, d.status, NULL::int AS attempt
            FROM notifications.deliveries d
            WHERE d.kind = $3 AND d.first_claimed_at >= $1 AND d.first_claimed_at < $2
              AND NOT EXISTS (SELECT FROM orders.orders o WHERE o.order_id = d.order_id AND o.order_id BETWEEN $4 AND $5)
          UNION ALL
            SELECT a.order_id, a.started_at, NULL, a.attempt
            FROM notifications.attempts a
            WHERE a.kind = $3 AND a.started_at >= $1 AND a.started_at < $2 AND a.ended_at >= $1
              AND NOT EXISTS (SELECT FROM orders.orders o WHERE o.order_id = a.order_id AND o.order_id BETWEEN $4 AND $5)
        )
        SELECT x.order_id, min(x.at), max(x.status), count(DISTINCT x.attempt)
        FROM of_others x
        WHERE (SELECT o.order_id FROM orders.orders o WHERE o.order_id = x.order_id) IS NULL
        GROUP BY x.order_id
        """;

    private const string FindStored = "SELECT x.message_id FROM messaging.outbox x WHERE x.message_id = ANY ($1)";

    /// <summary>What a person has asked for does not count: nobody does so every few seconds.</summary>
    private const string FindGaps =
        """
        SELECT lower(gap), upper(gap)
        FROM unnest(tstzmultirange(tstzrange($1, greatest($1, least($2, now())))) - (
            SELECT coalesce(range_agg(tstzrange(r.covered_from, r.covered_until)), '{}')
            FROM reconciliation.runs r
            WHERE r.purpose <> 'asked' AND r.covered_until > $1 AND r.covered_from < $2
        )) AS gap
        ORDER BY gap
        """;

    private const string WriteRecord =
        """
        INSERT INTO reconciliation.proofs (proved_from, proved_until, proved_at, orders, accepted, late, rejected, pending, flagged, missing, twice, unexplained)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    public static NpgsqlCommand Begin() => new(BeginSnapshot);

    public static NpgsqlCommand Gaps(DateTimeOffset from, DateTimeOffset until) => new(FindGaps) { Parameters = { Time(from), Time(until) } };

    public static NpgsqlCommand Measure(DateTimeOffset from, DateTimeOffset until) => new(MeasureWindow) { Parameters = { Time(from), Time(until) } };

    public static NpgsqlCommand Remarkable(ProvedWindow window, string kind) => new(FindRemarkable)
    {
        Parameters = { Time(window.From), Time(window.Until), Parameter.Of(kind), Parameter.Of(window.Least), Parameter.Of(window.Greatest), Parameter.Of(DeliveryRules.DueWithin) },
    };

    public static NpgsqlCommand WithoutItems(ProvedWindow window) => new(FindWithoutItems)
    {
        Parameters = { Time(window.From), Time(window.Until), Parameter.Of(window.Least), Parameter.Of(window.Greatest) },
    };

    public static NpgsqlCommand Ghosts(ProvedWindow window, string kind) => new(FindGhosts)
    {
        Parameters = { Time(window.From), Time(window.Until), Parameter.Of(kind), Parameter.Of(window.Least), Parameter.Of(window.Greatest) },
    };

    public static NpgsqlCommand Stored(IEnumerable<Guid> messages) => new(FindStored) { Parameters = { Parameter.Of(messages.ToArray()) } };

    public static NpgsqlCommand Record(Proof proof) => new(WriteRecord)
    {
        Parameters =
        {
            Time(proof.From), Time(proof.Until), Time(proof.ProvedAt), Parameter.Of(proof.Counts.Orders), Parameter.Of(proof.Counts.Accepted), Parameter.Of(proof.Counts.Late), Parameter.Of(proof.Counts.Rejected),
            Parameter.Of(proof.Counts.Pending), Parameter.Of(proof.Counts.Flagged), Parameter.Of(proof.Counts.Missing), Parameter.Of(proof.Counts.Twice), Parameter.Of(proof.Counts.Unexplained),
        },
    };

    private static NpgsqlParameter<DateTimeOffset> Time(DateTimeOffset value) => Parameter.Of(value.ToUniversalTime());
}
