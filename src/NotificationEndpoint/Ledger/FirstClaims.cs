using Notifications.Messaging.GroupCommit;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>
/// The claims of e-mails that nobody has begun: one statement that only inserts. That is nearly all of them, and it costs half of what <see cref="LedgerTable"/> does,
/// which tells the rest what they are: copies, retries, take-overs, forgeries.
/// </summary>
internal static class FirstClaims
{
    /// <summary>
    /// An order asks for it, for this recipient. When it was published is a foreign clock's word, kept if it can be true: from the order's acceptance until now.
    /// Keys are sorted: two batches that overlap wait for each other in the same order.
    /// </summary>
    private const string Insert =
        """
        INSERT INTO notifications.deliveries
               (order_id, kind, status, attempt, relay, claimed_by, claimed_at, lease_until, first_claimed_at, published_at)
        SELECT k.order_id, k.kind, 'claimed', 1, k.relay, $6, now(), now() + $7, now(),
               CASE WHEN k.published_at BETWEEN o.accepted_at - interval '1 minute' AND now() + interval '1 minute' THEN k.published_at END
        FROM unnest($1, $2, $3, $4, $5) AS k (order_id, kind, recipient, relay, published_at)
        JOIN orders.orders o ON o.order_id = k.order_id AND o.customer_email = k.recipient
        ORDER BY k.order_id, k.kind
        ON CONFLICT (order_id, kind) DO NOTHING
        RETURNING order_id, kind, claimed_at
        """;

    /// <returns>In the order of the requests; null for one that is not a first claim, or may not be.</returns>
    public static async Task<Claim?[]> TakeAsync(NpgsqlConnection connection, IReadOnlyList<ClaimRequest> wanted, string claimant, TimeSpan lease)
    {
        var answers = new Claim?[wanted.Count];
        var numbers = new Dictionary<DeliveryKey, int>(wanted.Count);
        for (var number = 0; number < wanted.Count; number++)
        {
            if (!numbers.TryAdd(wanted[number].Delivery, number))
                return answers; // copies of one command: which of them has the order's recipient is for the whole of it to say
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                ByKey.Plan(),
                new NpgsqlBatchCommand(Insert)
                {
                    Parameters =
                    {
                        LedgerTable.OrderIds(wanted), LedgerTable.Kinds(wanted), LedgerTable.Recipients(wanted), Parameter.Column(wanted, request => request.Relay),
                        Parameter.Column(wanted, request => request.PublishedAt), Parameter.Of(claimant), Parameter.Of(lease),
                    },
                },
                SuppressionTable.Find([.. wanted.Select(request => request.Address).OfType<string>().Distinct()]),
            },
        };

        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            answers[numbers[new DeliveryKey(rows.GetGuid(0), rows.GetString(1))]] =
                new Claim.Ours(Attempt: 1, rows.GetFieldValue<DateTimeOffset>(2), PossibleDuplicate: false, UnseenEnds: 0, Suppressed: null);
        }

        await rows.NextResultAsync();
        var suppressed = await SuppressionTable.ReadFoundAsync(rows);
        while (await rows.NextResultAsync())
        {
            // Only now is the batch one that stands.
        }

        for (var number = 0; suppressed.Count > 0 && number < wanted.Count; number++)
        {
            if (answers[number] is Claim.Ours ours && wanted[number].Address is { } address && suppressed.TryGetValue(address, out var entry))
                answers[number] = ours with { Suppressed = entry };
        }

        return answers;
    }
}
