using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Recipients;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>All SQL of the ledger, many deliveries in one statement. Times are the database's: clocks of different machines do not matter.</summary>
internal static class LedgerTable
{
    /// <summary>Attempts whose lease has run out are about to be taken over: nobody will write how they ended. The same now() as in the statement after it.</summary>
    private const string CloseDeadAttempts =
        """
        INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, relay, claimed_by, started_at)
        SELECT d.order_id, d.kind, d.attempt, 'taken_over', d.relay, d.claimed_by, d.claimed_at
        FROM notifications.deliveries d
        JOIN unnest($1, $2) AS k (order_id, kind) USING (order_id, kind)
        WHERE d.status = 'claimed' AND d.lease_until <= now()
        ORDER BY d.order_id, d.kind
        FOR UPDATE OF d
        """;

    /// <summary>
    /// Claims what is new, put off, held by nobody any more, or rejected and asked for by an operator. Taking over an attempt whose end nobody saw marks a possible duplicate.
    /// The second statement tells about the rest why not. Keys are sorted: two batches that overlap lock in the same order.
    /// </summary>
    private const string TakeClaims =
        """
        INSERT INTO notifications.deliveries AS d
               (order_id, kind, status, attempt, relay, claimed_by, claimed_at, lease_until, first_claimed_at)
        SELECT k.order_id, k.kind, 'claimed', 1, k.relay, $4, now(), now() + $5, now()
        FROM unnest($1, $2, $3) AS k (order_id, kind, relay)
        ORDER BY k.order_id, k.kind
        ON CONFLICT (order_id, kind) DO UPDATE
        SET status = 'claimed', attempt = d.attempt + 1, relay = excluded.relay, claimed_by = excluded.claimed_by, claimed_at = now(),
            lease_until = excluded.lease_until, settled_at = NULL, next_attempt_at = NULL,
            possible_duplicate = d.possible_duplicate OR d.status IN ('claimed', 'unknown')
        WHERE d.status IN ('deferred', 'unknown')
           OR (d.status = 'claimed' AND d.lease_until <= now())
           OR (d.status = 'rejected' AND EXISTS (
                 SELECT FROM unnest($6, $7) AS asked (order_id, kind) WHERE asked.order_id = d.order_id AND asked.kind = d.kind))
        RETURNING d.order_id, d.kind, d.attempt, d.claimed_at, d.possible_duplicate, d.unseen_ends
        """;

    private const string ReadStates =
        """
        SELECT d.order_id, d.kind, d.status, d.reason, greatest(d.lease_until - now(), interval '0')
        FROM notifications.deliveries d
        JOIN unnest($1, $2) AS k (order_id, kind) USING (order_id, kind)
        """;

    /// <summary>
    /// Writes how attempts ended. Refused, because it matches no row, when the attempt is not the newest any more;
    /// writing the same end twice is harmless, so a write whose answer was lost may be repeated. The log gets every end, a late one too: it tells
    /// whether the e-mail that was taken over had gone out. Rows are locked in the order that claims lock them.
    /// </summary>
    private const string WriteEnds =
        """
        WITH e AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                AS e (order_id, kind, attempt, started_at, relay, status, blame, reply, reason, again_after)
        ), logged AS (
            INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, blame, relay, claimed_by, started_at, reply, reason)
            SELECT e.order_id, e.kind, e.attempt, e.status, e.blame, e.relay, $11, e.started_at, e.reply, e.reason FROM e
            ON CONFLICT DO NOTHING
        ), locked AS MATERIALIZED (
            SELECT d.order_id, d.kind FROM notifications.deliveries d JOIN e USING (order_id, kind)
            ORDER BY d.order_id, d.kind
            FOR UPDATE OF d
        )
        UPDATE notifications.deliveries AS d
        SET status = e.status, relay = e.relay, reply = e.reply, reason = e.reason, lease_until = NULL,
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
        var first = wanted.DistinctBy(request => request.Delivery).ToList();
        var keys = first.Select(request => request.Delivery).ToList();
        var asked = wanted.Where(request => request.ByOperator).Select(request => request.Delivery).Distinct().ToList();
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(CloseDeadAttempts) { Parameters = { OrderIds(keys), Kinds(keys) } },
                new NpgsqlBatchCommand(TakeClaims)
                {
                    Parameters =
                    {
                        OrderIds(keys), Kinds(keys), Texts(first.Select(request => request.Relay)), Text(claimant),
                        new NpgsqlParameter<TimeSpan> { TypedValue = lease }, OrderIds(asked), Kinds(asked),
                    },
                },
                new NpgsqlBatchCommand(ReadStates) { Parameters = { OrderIds(keys), Kinds(keys) } },
                SuppressionTable.Find([.. wanted.Select(request => request.Address).OfType<string>().Distinct()]),
            },
        };

        var answers = new Dictionary<DeliveryKey, Claim>();
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            answers[Key(rows)] = new Claim.Ours(rows.GetInt32(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetBoolean(4), rows.GetInt32(5), Suppressed: null);
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
            answers.TryAdd(Key(rows), NotOurs(rows));
        await rows.NextResultAsync();
        var suppressed = new Dictionary<string, Suppression>();
        while (await rows.ReadAsync())
            suppressed.Add(rows.GetString(0), SuppressionTable.Read(rows));
        var given = new HashSet<DeliveryKey>();
        return [.. wanted.Select(Answer)];

        Claim Answer(ClaimRequest request) => answers[request.Delivery] switch
        {
            Claim.Ours ours when given.Add(request.Delivery) => ours with { Suppressed = suppressed.GetValueOrDefault(request.Address ?? "") },
            Claim.Ours => new Claim.HeldByAnother(lease),
            var notOurs => notOurs,
        };
    }

    /// <returns>For each end whether it was written.</returns>
    public static async Task<IReadOnlyList<bool>> WriteEndsAsync(NpgsqlDataSource database, IReadOnlyList<AttemptEnd> ends, string claimant)
    {
        var write = new NpgsqlBatchCommand(WriteEnds);
        write.Parameters.AddRange(new NpgsqlParameter[]
        {
            OrderIds([.. ends.Select(end => end.Key)]),
            Kinds([.. ends.Select(end => end.Key)]),
            new NpgsqlParameter<int[]> { TypedValue = [.. ends.Select(end => end.Claim.Attempt)] },
            new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. ends.Select(end => end.Claim.StartedAt)] },
            Texts(ends.Select(end => end.Relay)),
            Texts(ends.Select(end => Status(end.Outcome))),
            Texts(ends.Select(end => BlameFor(end.Outcome))),
            Texts(ends.Select(end => (end.Outcome as MailOutcome.Accepted)?.Reply)),
            Texts(ends.Select(end => end.Outcome is MailOutcome.Accepted ? null : MailOutcome.ReasonOf(end.Outcome))),
            new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. ends.Select(end => end.AgainAfter)] },
            Text(claimant),
        });

        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { write } };
        if (ends.Where(end => end.Outcome is MailOutcome.Rejected { HopelessAddress: true } && end.Request.Address is not null).ToList() is { Count: > 0 } hopeless)
            batch.BatchCommands.Add(SuppressionTable.Add([.. hopeless.Select(end => new Suppression(end.Request.Address!, MailOutcome.ReasonOf(end.Outcome), end.Key.OrderId))]));
        if (ends.Where(end => end.Outcome is MailOutcome.Accepted).Select(end => end.Claim.Suppressed?.Address).OfType<string>().ToList() is { Count: > 0 } alive)
            batch.BatchCommands.Add(SuppressionTable.Forget(alive));

        var written = new HashSet<DeliveryKey>();
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            written.Add(Key(rows));
        while (await rows.NextResultAsync())
        {
            // The list gives no rows; only a failure of it has to be heard.
        }

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

    private static string? BlameFor(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Deferred deferred => NameOf(deferred.Blame),
        MailOutcome.Rejected rejected => NameOf(rejected.Blame),
        _ => null,
    };

    private static string NameOf(Blame blame) => blame switch
    {
        Blame.Message => "message",
        Blame.Recipient => "recipient",
        Blame.Relay => "relay",
        _ => throw new ArgumentOutOfRangeException(nameof(blame), blame, "A blame without a name."),
    };

    private static DeliveryKey Key(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1));

    private static NpgsqlParameter<Guid[]> OrderIds(IReadOnlyList<DeliveryKey> keys) => new() { TypedValue = [.. keys.Select(key => key.OrderId)] };

    private static NpgsqlParameter<string[]> Kinds(IReadOnlyList<DeliveryKey> keys) => new() { TypedValue = [.. keys.Select(key => key.Kind)] };

    private static NpgsqlParameter<string?[]> Texts(IEnumerable<string?> values) => new() { TypedValue = [.. values] };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
