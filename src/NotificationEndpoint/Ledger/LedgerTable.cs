using Notifications.Messages;
using Notifications.Messaging.GroupCommit;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>
/// The SQL of claims, many deliveries in one statement. Times are the database's: clocks of different machines do not matter.
/// Orders are read here and nowhere else in this endpoint. One is committed before its command is published, so it is always seen.
/// </summary>
internal static class LedgerTable
{
    /// <summary>
    /// Attempts whose lease has run out are about to be taken over: nobody will write how they ended. The same now() and the same orders as in the statement
    /// after it. Only a claim has a lease; with its status in the condition the server may look through everything that is open.
    /// </summary>
    private const string CloseDeadAttempts =
        """
        INSERT INTO notifications.attempts (order_id, kind, attempt, outcome, relay, claimed_by, started_at)
        SELECT d.order_id, d.kind, d.attempt, 'taken_over', d.relay, d.claimed_by, d.claimed_at
        FROM unnest($1, $2, $3) AS k (order_id, kind, recipient)
        JOIN notifications.deliveries d ON d.order_id = k.order_id AND d.kind = k.kind
        JOIN orders.orders o ON o.order_id = k.order_id AND o.customer_email = k.recipient
        WHERE d.lease_until <= now()
        ORDER BY d.order_id, d.kind
        FOR UPDATE OF d
        """;

    /// <summary>
    /// Claims what an order asks for, for this recipient, and is new, put off, or held by nobody any more. What was rejected, or ended unseen so often ($11),
    /// is for an operator alone: copies of the command may still be under way, and it comes back itself when its consumer dies. Taking over an attempt whose
    /// end nobody saw marks a possible duplicate. When it was published is a foreign clock's word, kept if it can be true: from the order's acceptance until
    /// now. Keys are sorted: two batches that overlap lock in the same order.
    /// </summary>
    private const string TakeClaims =
        """
        INSERT INTO notifications.deliveries AS d
               (order_id, kind, status, attempt, relay, claimed_by, claimed_at, lease_until, first_claimed_at, published_at)
        SELECT k.order_id, k.kind, 'claimed', 1, k.relay, $6, now(), now() + $7, now(),
               CASE WHEN k.published_at BETWEEN o.accepted_at - interval '1 minute' AND now() + interval '1 minute' THEN k.published_at END
        FROM unnest($1, $2, $3, $4, $5) AS k (order_id, kind, recipient, relay, published_at)
        JOIN orders.orders o ON o.order_id = k.order_id AND o.customer_email = k.recipient
        ORDER BY k.order_id, k.kind
        ON CONFLICT (order_id, kind) DO UPDATE
        SET status = 'claimed', attempt = d.attempt + 1, relay = excluded.relay, claimed_by = excluded.claimed_by, claimed_at = now(),
            lease_until = excluded.lease_until, settled_at = NULL, next_attempt_at = NULL,
            published_at = coalesce(d.published_at, excluded.published_at),
            possible_duplicate = d.possible_duplicate OR d.status IN ('claimed', 'unknown')
        WHERE d.status = 'deferred'
           OR (d.status = 'unknown' AND d.unseen_ends < $11)
           OR (d.status = 'claimed' AND d.lease_until <= now())
           OR (d.status IN ('rejected', 'unknown') AND EXISTS (
                 SELECT FROM unnest($8, $9, $10) AS asked (order_id, kind, recipient)
                 JOIN orders.orders o ON o.order_id = asked.order_id AND o.customer_email = asked.recipient
                 WHERE asked.order_id = d.order_id AND asked.kind = d.kind))
        RETURNING d.order_id, d.kind, d.attempt, d.claimed_at, d.possible_duplicate, d.unseen_ends
        """;

    /// <summary>
    /// What there is for the rest, and with it why not. What has just been claimed is left out, which spares most batches the orders; not when one e-mail
    /// is asked for to several recipients ($4): then it says to which of them it goes.
    /// </summary>
    private const string ReadStates =
        """
        SELECT k.number, o.customer_email = k.recipient, d.status, d.reason, greatest(d.lease_until - now(), interval '0')
        FROM unnest($1, $2, $3) WITH ORDINALITY AS k (order_id, kind, recipient, number)
        LEFT JOIN notifications.deliveries d ON d.order_id = k.order_id AND d.kind = k.kind
        LEFT JOIN orders.orders o ON o.order_id = k.order_id
        WHERE $4 OR d.claimed_at IS DISTINCT FROM now()
        """;

    /// <returns>The answers, in the order of the requests.</returns>
    public static async Task<IReadOnlyList<Claim>> ClaimAsync(NpgsqlDataSource database, IReadOnlyList<ClaimRequest> wanted, string claimant, TimeSpan lease)
    {
        await using var connection = await database.OpenConnectionAsync();
        var answers = await FirstClaims.TakeAsync(connection, wanted, claimant, lease);
        var left = Enumerable.Range(0, wanted.Count).Where(number => answers[number] is null).ToList();
        if (left.Count > 0)
        {
            var others = await ClaimAsync(connection, [.. left.Select(number => wanted[number])], claimant, lease);
            for (var i = 0; i < left.Count; i++)
                answers[left[i]] = others[i];
        }

        return answers!;
    }

    /// <summary>The whole of it, for what somebody may have been at before.</summary>
    private static async Task<IReadOnlyList<Claim>> ClaimAsync(NpgsqlConnection connection, IReadOnlyList<ClaimRequest> wanted, string claimant, TimeSpan lease)
    {
        // Copies of one command may meet in a batch: one of them gets the claim, the others find it held. A forged one, to somebody else, must not stand for them.
        var first = wanted.DistinctBy(Asked).ToList();
        var asked = wanted.Where(request => request.ByOperator).DistinctBy(Asked).ToList();
        var isDisputed = first.DistinctBy(request => request.Delivery).Count() < first.Count;
        var closeDead = new NpgsqlBatchCommand(CloseDeadAttempts) { Parameters = { OrderIds(first), Kinds(first), Recipients(first) } };
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                ByKey.Plan(),
                closeDead,
                new NpgsqlBatchCommand(TakeClaims)
                {
                    Parameters =
                    {
                        OrderIds(first), Kinds(first), Recipients(first), Parameter.Column(first, request => request.Relay), Parameter.Column(first, request => request.PublishedAt),
                        Parameter.Of(claimant), Parameter.Of(lease), OrderIds(asked), Kinds(asked), Recipients(asked), Parameter.Of(DeliveryRules.MostUnseenEnds),
                    },
                },
                new NpgsqlBatchCommand(ReadStates) { Parameters = { OrderIds(first), Kinds(first), Recipients(first), Parameter.Of(isDisputed) } },
                SuppressionTable.Find([.. wanted.Select(request => request.Address).OfType<string>().Distinct()]),
            },
        };

        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        var taken = new Dictionary<DeliveryKey, Claim.Ours>();
        while (await rows.ReadAsync())
        {
            taken.Add(
                new DeliveryKey(rows.GetGuid(0), rows.GetString(1)),
                new Claim.Ours(rows.GetInt32(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetBoolean(4), rows.GetInt32(5), Suppressed: null));
        }

        await rows.NextResultAsync();
        var answers = new Dictionary<(DeliveryKey, string), Claim>();
        while (await rows.ReadAsync())
        {
            var request = first[(int)rows.GetInt64(0) - 1];
            answers.Add(Asked(request), Read(rows).Answer(taken.GetValueOrDefault(request.Delivery)));
        }

        await rows.NextResultAsync();
        var suppressed = await SuppressionTable.ReadFoundAsync(rows);
        while (await rows.NextResultAsync())
        {
            // Only now is the batch one that stands.
        }

        DeliveryTelemetry.TakenOver(closeDead.RecordsAffected);
        var given = new HashSet<DeliveryKey>();
        return [.. wanted.Select(Answer)];

        Claim Answer(ClaimRequest request) => (answers.GetValueOrDefault(Asked(request)) ?? taken.GetValueOrDefault(request.Delivery)) switch
        {
            null => new Claim.HeldByAnother(lease), // by somebody whose claim is of the same microsecond
            Claim.Ours ours when given.Add(request.Delivery) => ours with { Suppressed = suppressed.GetValueOrDefault(request.Address ?? "") },
            Claim.Ours => new Claim.HeldByAnother(lease),
            var notOurs => notOurs,
        };
    }

    private static (DeliveryKey, string) Asked(ClaimRequest request) => (request.Delivery, request.Recipient);

    private static Found Read(NpgsqlDataReader row) => new(
        row.IsDBNull(1) ? null : row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetTimeSpan(4));

    internal static NpgsqlParameter<Guid[]> OrderIds(IEnumerable<ClaimRequest> requests) => Parameter.Column(requests, request => request.Delivery.OrderId);

    internal static NpgsqlParameter<string[]> Kinds(IEnumerable<ClaimRequest> requests) => Parameter.Column(requests, request => request.Delivery.Kind);

    /// <summary>PostgreSQL has no NUL in a text and would refuse the whole batch; no order has such an address, nor an empty one.</summary>
    internal static NpgsqlParameter<string[]> Recipients(IEnumerable<ClaimRequest> requests) =>
        Parameter.Column(requests, request => request.Recipient.Contains('\0') ? "" : request.Recipient);
}
