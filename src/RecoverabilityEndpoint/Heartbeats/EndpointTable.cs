using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>The SQL of heartbeats: <c>recoverability.endpoints</c>, and what is told of it.</summary>
internal static class EndpointTable
{
    /// <summary>Whoever may send can invent as many as he likes.</summary>
    private const int Most = 10_000;

    /// <summary>
    /// A beat counts as heard now, by the clock of the database, unless it was sent longer ago than the grace period: one that has waited in the queue tells nothing of now.
    /// A sender whose clock is late by more than that looks dead, as it does in ServiceControl.
    /// </summary>
    private const string AddBeats =
        """
        WITH heard AS (
            INSERT INTO recoverability.endpoints AS e (endpoint_id, name, host_id, host, beat_at)
            SELECT b.id, b.name, b.host_id, b.host, CASE WHEN b.sent_at < now() - $6 THEN b.sent_at ELSE now() END
            FROM unnest($1, $2, $3, $4, $5) AS b (id, name, host_id, host, sent_at)
            WHERE EXISTS (SELECT FROM recoverability.endpoints x WHERE x.endpoint_id = b.id) OR (SELECT count(*) FROM recoverability.endpoints) < $7
            ORDER BY b.id
            ON CONFLICT (endpoint_id) DO UPDATE SET host = excluded.host, beat_at = greatest(e.beat_at, excluded.beat_at)
            RETURNING name, host, host_id, xmax = 0 AS is_new)
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
        SELECT 'info', 'HeartbeatMonitoring', 'HeartbeatingEndpointDetected', format('Endpoint %s on %s has sent its first heartbeat.', name, host), ARRAY['/endpoint/' || name, '/host/' || host_id]
        FROM heard WHERE is_new
        """;

    /// <summary>Of those that are known by now. Told again, it is no news.</summary>
    private const string AddStarts =
        """
        WITH started AS (
            UPDATE recoverability.endpoints e SET started_at = s.started_at
            FROM unnest($1, $2) AS s (id, started_at)
            WHERE e.endpoint_id = s.id AND (e.started_at IS NULL OR e.started_at < s.started_at)
            RETURNING e.name, e.host, e.host_id)
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
        SELECT 'info', 'EndpointControl', 'EndpointStarted', format('Endpoint %s on %s has started.', name, host), ARRAY['/endpoint/' || name, '/host/' || host_id]
        FROM started
        """;

    /// <summary>
    /// Whichever process is the first says it. Where no process of an endpoint is watched for itself, only when the last one falls silent: in a deployment the old ones do.
    /// $1: grace period.
    /// </summary>
    private const string FindSilent =
        """
        WITH silent AS (
            UPDATE recoverability.endpoints SET is_down = true
            WHERE monitored AND NOT is_down AND beat_at < now() - $1
            RETURNING name, host, host_id, beat_at),
        told AS (
            SELECT s.*, coalesce((SELECT track_instances FROM recoverability.endpoint_settings WHERE name = s.name),
                                 (SELECT track_instances FROM recoverability.endpoint_settings WHERE name = ''), false) AS for_itself
            FROM silent s)
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
        SELECT DISTINCT ON (name, CASE WHEN for_itself THEN host_id END)
            'error', 'HeartbeatMonitoring', 'EndpointFailedToHeartbeat',
            format('Endpoint %s on %s has sent no heartbeat since %s UTC.', name, host, to_char(beat_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')),
            ARRAY['/endpoint/' || name, '/host/' || host_id]
        FROM told
        WHERE for_itself OR NOT EXISTS (SELECT FROM recoverability.endpoints o WHERE o.name = told.name AND o.beat_at >= now() - $1)
        ORDER BY name, CASE WHEN for_itself THEN host_id END, beat_at DESC
        RETURNING description
        """;

    /// <summary>The other way round: the first of an endpoint's processes that is heard again.</summary>
    private const string FindHeardAgain =
        """
        WITH heard AS (
            UPDATE recoverability.endpoints SET is_down = false
            WHERE is_down AND beat_at >= now() - $1
            RETURNING endpoint_id, name, host, host_id),
        told AS (
            SELECT h.*, coalesce((SELECT track_instances FROM recoverability.endpoint_settings WHERE name = h.name),
                                 (SELECT track_instances FROM recoverability.endpoint_settings WHERE name = ''), false) AS for_itself
            FROM heard h)
        INSERT INTO recoverability.events (severity, category, event_type, description, related_to)
        SELECT DISTINCT ON (name, CASE WHEN for_itself THEN host_id END)
            'info', 'HeartbeatMonitoring', 'EndpointHeartbeatRestored', format('Endpoint %s on %s sends heartbeats again.', name, host),
            ARRAY['/endpoint/' || name, '/host/' || host_id]
        FROM told
        WHERE for_itself OR NOT EXISTS (
            SELECT FROM recoverability.endpoints o WHERE o.name = told.name AND NOT o.is_down AND o.beat_at >= now() - $1)
        RETURNING description
        """;

    private const string Forget = "DELETE FROM recoverability.endpoints WHERE beat_at < now() - $1";

    public static IEnumerable<NpgsqlBatchCommand> Add(IReadOnlyList<Report> reports, TimeSpan gracePeriod)
    {
        var heard = reports.Select(report => report switch
        {
            Report.Beat beat => (beat.From, At: beat.SentAt),
            Report.Started started => (started.From, started.At),
            _ => (From: null!, At: null),
        }).Where(heard => heard.From is not null).GroupBy(heard => heard.From.Id, (_, all) => all.MaxBy(heard => heard.At ?? DateTimeOffset.MaxValue)).ToList();
        if (heard.Count > 0)
        {
            yield return new NpgsqlBatchCommand(AddBeats)
            {
                Parameters =
                {
                    Parameter.Column(heard, one => one.From.Id), Parameter.Column(heard, one => one.From.Name), Parameter.Column(heard, one => one.From.HostId),
                    Parameter.Column(heard, one => one.From.Host), Parameter.Column(heard, one => one.At), Parameter.Of(gracePeriod), Parameter.Of((long)Most),
                },
            };
        }

        var started = reports.OfType<Report.Started>().Where(start => start.At is not null).GroupBy(start => start.From.Id, (id, all) => (id, At: all.Max(start => start.At!.Value))).ToList();
        if (started.Count > 0)
            yield return new NpgsqlBatchCommand(AddStarts) { Parameters = { Parameter.Column(started, one => one.id), Parameter.Column(started, one => one.At) } };
    }

    /// <returns>What was told, as sentences: who has fallen silent, and who is heard again.</returns>
    public static async Task<(IReadOnlyList<string> Silent, IReadOnlyList<string> HeardAgain)> LookAsync(NpgsqlDataSource database, TimeSpan gracePeriod, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in new[] { FindSilent, FindHeardAgain })
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { Parameter.Of(gracePeriod) } });
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var silent = await SentencesAsync(rows, cancellation);
        await rows.NextResultAsync(cancellation);
        return (silent, await SentencesAsync(rows, cancellation));
    }

    public static NpgsqlBatchCommand ForgetAfter(TimeSpan silence) => new(Forget) { Parameters = { Parameter.Of(silence) } };

    private static async Task<IReadOnlyList<string>> SentencesAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        var sentences = new List<string>();
        while (await rows.ReadAsync(cancellation))
            sentences.Add(rows.GetString(0));
        return sentences;
    }
}
