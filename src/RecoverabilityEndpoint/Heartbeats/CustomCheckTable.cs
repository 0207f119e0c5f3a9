using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>The SQL of <c>recoverability.custom_checks</c>, and what is told of it.</summary>
internal static class CustomCheckTable
{
    /// <summary>Whoever may send can invent as many as he likes.</summary>
    private const int Most = 10_000;

    /// <summary>The newest report of a check counts. Told when it fails and did not before, and the other way round.</summary>
    private const string AddResults =
        """
        WITH r AS (
            SELECT r.check_id, r.custom_check_id, r.category, r.endpoint, r.host, r.host_id, r.failed, r.failure_reason, coalesce(r.reported_at, now()) AS reported_at
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS r (check_id, custom_check_id, category, endpoint, host, host_id, failed, failure_reason, reported_at)
        ), before AS MATERIALIZED (
            SELECT c.check_id, c.failed FROM recoverability.custom_checks c JOIN r USING (check_id) ORDER BY c.check_id FOR UPDATE OF c
        ), put AS (
            INSERT INTO recoverability.custom_checks AS c (check_id, custom_check_id, category, endpoint, host, host_id, failed, failure_reason, reported_at)
            SELECT r.* FROM r LEFT JOIN before USING (check_id)
            WHERE before.check_id IS NOT NULL OR (SELECT count(*) FROM recoverability.custom_checks) < $10
            ORDER BY r.check_id
            ON CONFLICT (check_id) DO UPDATE
            SET category = excluded.category, host = excluded.host, failed = excluded.failed, failure_reason = excluded.failure_reason, reported_at = excluded.reported_at
            WHERE c.reported_at <= excluded.reported_at
            RETURNING check_id, custom_check_id, endpoint, host, failed, failure_reason)
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
        SELECT CASE WHEN put.failed THEN 'error' ELSE 'info' END, 'CustomChecks', CASE WHEN put.failed THEN 'CustomCheckFailed' ELSE 'CustomCheckSucceeded' END,
            left(format(CASE WHEN put.failed THEN 'Check %s of %s on %s has failed: %s' ELSE 'Check %s of %s on %s passes again.' END, custom_check_id, endpoint, host, failure_reason), 1000),
            ARRAY['/customcheck/' || check_id, '/endpoint/' || endpoint]
        FROM put LEFT JOIN before USING (check_id)
        WHERE put.failed <> coalesce(before.failed, false)
        """;

    /// <summary>A check that reports at the start alone is as old as its process: only what a forgotten one has left behind is forgotten.</summary>
    private const string Forget =
        """
        DELETE FROM recoverability.custom_checks c
        WHERE reported_at < now() - $1 AND NOT EXISTS (SELECT FROM recoverability.endpoints e WHERE e.name = c.endpoint AND e.host_id = c.host_id)
        """;

    public static IEnumerable<NpgsqlBatchCommand> Add(IReadOnlyList<Report> reports)
    {
        var results = reports.OfType<Report.Checked>().GroupBy(result => result.Id, (_, all) => all.MaxBy(result => result.At ?? DateTimeOffset.MaxValue)!).ToList();
        if (results.Count > 0)
        {
            yield return new NpgsqlBatchCommand(AddResults)
            {
                Parameters =
                {
                    Parameter.Column(results, result => result.Id), Parameter.Column(results, result => result.CheckId), Parameter.Column(results, result => result.Category),
                    Parameter.Column(results, result => result.From.Name), Parameter.Column(results, result => result.From.Host), Parameter.Column(results, result => result.From.HostId),
                    Parameter.Column(results, result => result.FailureReason is not null), Parameter.Column(results, result => result.FailureReason),
                    Parameter.Column(results, result => result.At), Parameter.Of((long)Most),
                },
            };
        }
    }

    public static NpgsqlBatchCommand ForgetAfter(TimeSpan silence) => new(Forget) { Parameters = { Parameter.Of(silence) } };
}
