using Notifications.NotificationEndpoint.Recipients;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>The SQL of claims, many deliveries in one statement. Times are the database's: clocks of different machines do not matter.</summary>
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
                new NpgsqlBatchCommand(CloseDeadAttempts) { Parameters = { Parameter.OrderIds(keys), Parameter.Kinds(keys) } },
                new NpgsqlBatchCommand(TakeClaims)
                {
                    Parameters =
                    {
                        Parameter.OrderIds(keys), Parameter.Kinds(keys), Parameter.Column(first, request => request.Relay), Parameter.Of(claimant),
                        Parameter.Of(lease), Parameter.OrderIds(asked), Parameter.Kinds(asked),
                    },
                },
                new NpgsqlBatchCommand(ReadStates) { Parameters = { Parameter.OrderIds(keys), Parameter.Kinds(keys) } },
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

    private static Claim NotOurs(NpgsqlDataReader row) => row.GetString(2) switch
    {
        "accepted" => new Claim.AlreadyAccepted(),
        "rejected" => new Claim.AlreadyRejected(row.GetString(3)),
        _ => new Claim.HeldByAnother(row.GetTimeSpan(4)),
    };

    private static DeliveryKey Key(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1));
}
