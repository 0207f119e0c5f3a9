namespace Notifications.ReconciliationJob.Sla;

/// <summary>All SQL of <c>/sla</c>. Everything is measured on the database's clock.</summary>
internal static class SlaTable
{
    /// <summary>A run that goes over the whole day once more is far behind for a while: of the newest runs, the one that got furthest counts.</summary>
    internal const string ReadRuns =
        """
        WITH newest AS MATERIALIZED (SELECT * FROM reconciliation.runs WHERE purpose <> 'asked' ORDER BY run_id DESC LIMIT 20)
        SELECT now(), n.run_id, n.purpose, n.node, n.started_at, n.ended_at,
               round(greatest(extract(epoch FROM now() - coalesce(n.ended_at, n.started_at)), 0), 3)::float8, (SELECT max(covered_until) FROM newest)
        FROM (VALUES (1)) AS one
        LEFT JOIN (SELECT * FROM newest ORDER BY run_id DESC LIMIT 1) AS n ON true
        """;

    /// <summary>
    /// The pursued ones, and of the others those accepted since $2. Each is looked up by its key: joined, the planner may read all deliveries, or all that is pursued
    /// for every order, because that was empty a minute ago: half a minute instead of 25 ms, in the hour of need. What is rejected waits for a person and is not unsent.
    /// $1: kind; $2: since when; $3: width of a bucket; $4: the promise, whose end begins the last one.
    /// </summary>
    internal const string ReadUnsent =
        """
        SELECT least(div(extract(epoch FROM u.age), extract(epoch FROM $3)) * $3, $4) AS bucket,
               count(*) FILTER (WHERE NOT u.put_off), count(*) FILTER (WHERE u.put_off), count(*) FILTER (WHERE u.put_off AND u.age < $4 AND u.too_long),
               round(extract(epoch FROM max(u.age)), 3)::float8
        FROM (
            SELECT greatest(now() - o.accepted_at, interval '0') AS age,
                   coalesce(o.next_attempt_at > now(), false) AS put_off, o.next_attempt_at > o.accepted_at + $4 AS too_long
            FROM (
                SELECT p.accepted_at, d.status, d.next_attempt_at
                FROM reconciliation.pursued p
                LEFT JOIN LATERAL (
                    SELECT d.status, d.next_attempt_at FROM notifications.deliveries d WHERE d.order_id = p.order_id AND d.kind = $1 LIMIT 1
                ) AS d ON true
                WHERE p.kind = $1
              UNION ALL
                SELECT o.accepted_at, d.status, d.next_attempt_at
                FROM orders.orders o
                LEFT JOIN LATERAL (
                    SELECT d.status, d.next_attempt_at FROM notifications.deliveries d WHERE d.order_id = o.order_id AND d.kind = $1 LIMIT 1
                ) AS d ON true
                LEFT JOIN LATERAL (SELECT true AS already FROM reconciliation.pursued p WHERE p.order_id = o.order_id AND p.kind = $1 LIMIT 1) AS p ON true
                WHERE o.accepted_at >= $2 AND p.already IS NULL
            ) AS o
            WHERE o.status IS NULL OR o.status NOT IN ('accepted', 'rejected')
        ) AS u
        GROUP BY bucket
        ORDER BY bucket DESC
        """;

    /// <summary>$1: kind.</summary>
    internal const string ReadSent =
        """
        SELECT round(count(*) / 60.0, 3)::float8 FROM notifications.attempts
        WHERE ended_at > now() - interval '60 seconds' AND outcome = 'accepted' AND kind = $1
        """;

    /// <summary>An hour, today and the period, in this order. The hour ends with the newest minute that can be decided. $1: from a minute to its decision; $2: the period.</summary>
    internal const string ReadSums =
        $"""
        SELECT count(s.minute), coalesce(sum(s.orders), 0)::bigint, coalesce(sum(s.within), 0)::bigint, coalesce(sum(s.rejected), 0)::bigint, coalesce(sum(s.missed), 0)::bigint,
               round(extract(epoch FROM max(s.slowest)), 3)::float8
        FROM (VALUES (1, {SlaMinutes.Decidable} - interval '1 hour'), (2, date_trunc('day', now(), 'UTC')), (3, {SlaMinutes.Decidable} - $2)) AS times (place, since)
        LEFT JOIN reconciliation.sla_minutes s ON s.minute >= times.since
        GROUP BY times.place
        ORDER BY times.place
        """;

    /// <summary>$1: at most.</summary>
    internal const string ReadMinutes = $"SELECT {SlaMinute.Columns} FROM reconciliation.sla_minutes ORDER BY reconciliation.sla_minutes.minute DESC LIMIT $1";
}
