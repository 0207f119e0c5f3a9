using Notifications.Messaging.GroupCommit;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>The SQL of the ends of attempts, many in one statement, and of what they put on the suppression list or take off it.</summary>
internal static class EndTable
{
    /// <summary>
    /// Writes how attempts ended. Refused, because it matches no row, when the attempt is not the newest any more;
    /// writing the same end twice is harmless, so a write whose answer was lost may be repeated. The log gets every end, a late one too: it tells
    /// whether the e-mail that was taken over had gone out. Looked up one by one, in the order of the array, they are locked in the order in which claims lock them.
    /// </summary>
    private const string WriteEnds =
        """
        WITH e AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
                AS e (order_id, kind, attempt, started_at, relay, status, blame, reply, reason, again_after, number)
        ), logged AS (
            INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, reply, reason)
            SELECT e.order_id, e.kind, e.attempt, e.status, e.blame, e.relay, $11, e.started_at, e.reply, e.reason FROM e
            ON CONFLICT DO NOTHING
        )
        UPDATE notifications.deliveries AS d
        SET status = e.status, relay = e.relay, reply = e.reply, reason = e.reason, lease_until = NULL,
            settled_at = coalesce(d.settled_at, now()),
            next_attempt_at = CASE WHEN e.status IN ('deferred', 'unknown') THEN now() + e.again_after END,
            unseen_ends = d.unseen_ends + CASE WHEN d.status = 'claimed' AND e.status = 'unknown' THEN 1 ELSE 0 END
        FROM e
        WHERE d.order_id = e.order_id AND d.kind = e.kind AND d.attempt = e.attempt AND d.status IN ('claimed', e.status)
        RETURNING e.number
        """;

    /// <returns>For each end whether it was written.</returns>
    public static async Task<IReadOnlyList<bool>> WriteAsync(NpgsqlDataSource database, IReadOnlyList<AttemptEnd> wanted, string claimant)
    {
        var ends = wanted.OrderBy(end => end.Key.OrderId).ThenBy(end => end.Key.Kind, StringComparer.Ordinal).ToList();
        var write = new NpgsqlBatchCommand(WriteEnds)
        {
            Parameters =
            {
                Parameter.Column(ends, end => end.Key.OrderId),
                Parameter.Column(ends, end => end.Key.Kind),
                Parameter.Column(ends, end => end.Claim.Attempt),
                Parameter.Column(ends, end => end.Claim.StartedAt),
                Parameter.Column(ends, end => end.Relay),
                Parameter.Column(ends, end => MailOutcome.NameOf(end.Outcome)),
                Parameter.Column(ends, end => MailOutcome.BlameOf(end.Outcome)),
                Parameter.Column(ends, end => (end.Outcome as MailOutcome.Accepted)?.Reply),
                Parameter.Column(ends, end => end.Outcome is MailOutcome.Accepted ? null : MailOutcome.ReasonOf(end.Outcome)),
                Parameter.Column(ends, end => end.AgainAfter),
                Parameter.Of(claimant),
            },
        };
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ByKey.Plan(), write } };
        if (ends.Where(end => end.Outcome is MailOutcome.Rejected { HopelessAddress: true } && end.Request.Address is not null).ToList() is { Count: > 0 } hopeless)
            batch.BatchCommands.Add(SuppressionTable.Add([.. hopeless.Select(end => new Suppression(end.Request.Address!, MailOutcome.ReasonOf(end.Outcome), end.Key.OrderId))]));
        if (ends.Where(end => end.Outcome is MailOutcome.Accepted).Select(end => end.Claim.Suppressed?.Address).OfType<string>().ToList() is { Count: > 0 } alive)
            batch.BatchCommands.Add(SuppressionTable.Forget(alive));

        var written = new HashSet<(DeliveryKey, int)>(ends.Count);
        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
            written.Add(Attempt(ends[(int)rows.GetInt64(0) - 1]));
        while (await rows.NextResultAsync())
        {
            // The list gives no rows; only a failure of it has to be heard.
        }

        return [.. wanted.Select(end => written.Contains(Attempt(end)))];
    }

    private static (DeliveryKey, int) Attempt(AttemptEnd end) => (end.Key, end.Claim.Attempt);
}
