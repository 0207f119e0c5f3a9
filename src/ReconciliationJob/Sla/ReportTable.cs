namespace Notifications.ReconciliationJob.Sla;

/// <summary>All SQL of the daily report. $1, $2: the day, UTC, its end exclusive.</summary>
internal static class ReportTable
{
    internal const string ReadMinutes = $"SELECT {SlaMinute.Columns} FROM reconciliation.sla_minutes WHERE minute >= $1 AND minute < $2 ORDER BY reconciliation.sla_minutes.minute";

    /// <summary>What the day's runs did, and how far all runs together have got.</summary>
    internal const string ReadRuns =
        """
        SELECT count(*) FILTER (WHERE today), coalesce(sum(checked) FILTER (WHERE today), 0)::bigint, coalesce(sum(found) FILTER (WHERE today), 0)::bigint,
               coalesce(sum(driven) FILTER (WHERE today), 0)::bigint, coalesce(sum(sent) FILTER (WHERE today), 0)::bigint, coalesce(sum(late) FILTER (WHERE today), 0)::bigint,
               coalesce(sum(left_over) FILTER (WHERE today), 0)::bigint, max(covered_until) FILTER (WHERE purpose <> 'asked')
        FROM (SELECT *, started_at >= $1 AND started_at < $2 AS today FROM reconciliation.runs) AS r
        """;

    /// <summary>Runs of the day that began later than any before had got to. $3: at most.</summary>
    internal const string ReadGaps =
        """
        SELECT g.reached, g.covered_from
        FROM (
            SELECT run_id, covered_from, greatest(
                       max(covered_until) OVER (ORDER BY run_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                       (SELECT max(covered_until) FROM reconciliation.runs WHERE purpose <> 'asked' AND started_at < $1)) AS reached
            FROM reconciliation.runs
            WHERE purpose <> 'asked' AND started_at >= $1 AND started_at < $2
        ) AS g
        WHERE g.covered_from > g.reached
        ORDER BY g.run_id
        LIMIT $3
        """;

    /// <summary>Only minutes that have some are looked into, one after the other, until there are enough. $3: at most; $4: kind; $5: the promise.</summary>
    internal const string ReadMissed =
        """
        SELECT o.order_id, o.accepted_at, o.status, round(extract(epoch FROM o.took), 3)::float8, f.state, f.decision, f.reason, f.at
        FROM reconciliation.sla_minutes m
        CROSS JOIN LATERAL (
            SELECT o.order_id, o.accepted_at, d.status, d.took
            FROM orders.orders o
            LEFT JOIN LATERAL (
                SELECT d.status, CASE WHEN d.status = 'accepted' THEN d.settled_at - o.accepted_at END AS took
                FROM notifications.deliveries d WHERE d.order_id = o.order_id AND d.kind = $4
                LIMIT 1
            ) AS d ON true
            WHERE o.accepted_at >= m.minute AND o.accepted_at < m.minute + interval '1 minute'
              AND (d.status IS NULL OR d.status NOT IN ('accepted', 'rejected') OR d.took > $5)
            ORDER BY o.accepted_at
            LIMIT $3
        ) AS o
        LEFT JOIN LATERAL (
            SELECT f.state, f.decision, f.reason, f.at FROM reconciliation.findings f
            WHERE f.order_id = o.order_id AND f.kind = $4
            ORDER BY f.at DESC, f.run_id DESC
            LIMIT 1
        ) AS f ON true
        WHERE m.minute >= $1 AND m.minute < $2 AND m.missed > 0
        ORDER BY m.minute, o.accepted_at
        LIMIT $3
        """;

    /// <summary>Of exactly that day, the newest.</summary>
    internal const string ReadProof =
        """
        SELECT proved_at, orders, accepted, late, rejected, pending, flagged, missing, twice, unexplained
        FROM reconciliation.proofs
        WHERE proved_from = $1 AND proved_until = $2
        ORDER BY proof_id DESC
        LIMIT 1
        """;
}
