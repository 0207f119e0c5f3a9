using Notifications.NotificationEndpoint.Mail;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>All SQL of the ledger, many deliveries in one statement. Times are the database's: clocks of different machines do not matter.</summary>
internal static class LedgerTable
{
    /// <summary>
    /// Claims what is new, put off, held by nobody any more, or rejected and asked for by an operator. Taking over an attempt whose end nobody saw marks a possible duplicate.
    /// The second statement tells about the rest why not. Keys are sorted: two batches that overlap lock in the same order.
    /// </summary>
    private const string TakeClaims =
        """
        INSERT INTO notifications.deliveries AS d
               (order_id, kind, status, attempt, claimed_by, claimed_at, lease_until, first_claimed_at)
        SELECT k.order_id, k.kind, 'claimed', 1, $3, now(), now() + $4, now()
        FROM unnest($1, $2) AS k (order_id, kind)
        ORDER BY k.order_id, k.kind
        ON CONFLICT (order_id, kind) DO UPDATE
        SET status = 'claimed', attempt = d.attempt + 1, claimed_by = excluded.claimed_by, claimed_at = now(),
            lease_until = excluded.lease_until, settled_at = NULL, next_attempt_at = NULL,
            possible_duplicate = d.possible_duplicate OR d.status IN ('claimed', 'unknown')
        WHERE d.status IN ('deferred', 'unknown')
           OR (d.status = 'claimed' AND d.lease_until <= now())
           OR (d.status = 'rejected' AND EXISTS (
                 SELECT FROM unnest($5, $6) AS asked (order_id, kind) WHERE asked.order_id = d.order_id AND asked.kind = d.kind))
        RETURNING d.order_id, d.kind, d.attempt, d.possible_duplicate, d.unseen_ends
        """;

    private const string ReadStates =
        """
        SELECT d.order_id, d.kind, d.status, d.reason, greatest(d.lease_until - now(), interval '0')
        FROM notifications.deliveries d
        JOIN unnest($1, $2) AS k (order_id, kind) USING (order_id, kind)
        """;

    /// <summary>
    /// Writes how attempts ended. Refused, because it matches no row, when the attempt is not the newest any more;
    /// writing the same end twice is harmless, so a write whose answer was lost may be repeated. Rows are locked in the order that claims lock them.
    /// </summary>
    private const string WriteEnds =
        """
        WITH e AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) AS e (order_id, kind, attempt, status, reply, reason, again_after)
        ), locked AS MATERIALIZED (
            SELECT d.order_id, d.kind FROM notifications.deliveries d JOIN e USING (order_id, kind)
            ORDER BY d.order_id, d.kind
            FOR UPDATE OF d
        )
        UPDATE notifications.deliveries AS d
        SET status = e.status, reply = e.reply, reason = e.reason, lease_until = NULL,
            settled_at = coalesce(d.settled_at, now()),
            next_attempt_at = CASE WHEN e.status IN ('deferred', 'unknown') THEN now() + e.again_after END,
            unseen_ends = d.unseen_ends + CASE WHEN d.status = 'claimed' AND e.status = 'unknown' THEN 1 ELSE 0 END
        FROM e JOIN locked USING (order_id, kind)
        WHERE d.order_id = e.order_id AND d.kind = e.kind AND d.attempt = e.attempt AND d.status IN ('claimed', e.status)
        RETURNING d.order_id, d.kind
        """;

    public static async Task<IReadOnlyList<Claim>> ClaimAsync(NpgsqlDataSource database, IReadOnlyList<ClaimRequest> wanted, string claimant, TimeSpan lease)
    {
        // Copies of one command may meet in a batch: one of them gets the claim, the others find it held.
        var keys = wanted.Select(request => request.Delivery).Distinct().ToList();
        var asked = wanted.Where(request => request.ByOperator).Select(request => request.Delivery).Distinct().ToList();
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(TakeClaims)
                {
                    Parameters =
                    {
                        OrderIds(keys), Kinds(keys), new NpgsqlParameter<string> { TypedValue = claimant }, new NpgsqlParameter<TimeSpan> { TypedValue = lease },
                        OrderIds(asked), Kinds(asked),
                    },
                },
                new NpgsqlBatchCommand(ReadStates) { Parameters = { OrderIds(keys), Kinds(keys) } },
            },
        };

        var answers = new Dictionary<DeliveryKey, Claim>();
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            answers[Key(rows)] = new Claim.Ours(rows.GetInt32(2), rows.GetBoolean(3), rows.GetInt32(4));
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
            answers.TryAdd(Key(rows), NotOurs(rows));
        var given = new HashSet<DeliveryKey>();
        return [.. wanted.Select(request => Answer(request.Delivery))];

        Claim Answer(DeliveryKey key) => given.Add(key) || answers[key] is not Claim.Ours ? answers[key] : new Claim.HeldByAnother(lease);
    }

    /// <returns>For each end whether it was written.</returns>
    public static async Task<IReadOnlyList<bool>> WriteEndsAsync(NpgsqlDataSource database, IReadOnlyList<AttemptEnd> ends)
    {
        await using var command = database.CreateCommand(WriteEnds);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            OrderIds([.. ends.Select(end => end.Key)]),
            Kinds([.. ends.Select(end => end.Key)]),
            new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Attempt)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. ends.Select(end => Status(end.Outcome))] },
            new NpgsqlParameter<string?[]> { TypedValue = [.. ends.Select(end => (end.Outcome as MailOutcome.Accepted)?.Reply)] },
            new NpgsqlParameter<string?[]> { TypedValue = [.. ends.Select(end => Reason(end.Outcome))] },
            new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. ends.Select(end => end.AgainAfter)] },
        });

        var written = new HashSet<DeliveryKey>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            written.Add(Key(rows));
        return [.. ends.Select(end => written.Contains(end.Key))];
    }

    private static Claim NotOurs(NpgsqlDataReader row) => row.GetString(2) switch
    {
        "accepted" => new Claim.AlreadyAccepted(),
        "rejected" => new Claim.AlreadyRejected(row.GetString(3)),
        _ => new Claim.HeldByAnother(row.GetTimeSpan(4)),
    };

    private static string Status(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Accepted => "accepted",
        MailOutcome.Deferred => "deferred",
        MailOutcome.Rejected => "rejected",
        MailOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a status."),
    };

    private static string? Reason(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Deferred deferred => deferred.Reason,
        MailOutcome.Rejected rejected => rejected.Reason,
        MailOutcome.Unknown unknown => unknown.Reason,
        _ => null,
    };

    private static DeliveryKey Key(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1));

    private static NpgsqlParameter<Guid[]> OrderIds(IReadOnlyList<DeliveryKey> keys) => new() { TypedValue = [.. keys.Select(key => key.OrderId)] };

    private static NpgsqlParameter<string[]> Kinds(IReadOnlyList<DeliveryKey> keys) => new() { TypedValue = [.. keys.Select(key => key.Kind)] };
}
