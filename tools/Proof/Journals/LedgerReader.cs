using System.Runtime.CompilerServices;
using Npgsql;

namespace Notifications.Proof.Journals;

/// <summary>Asks the product's tables, in plain SQL, when all is quiet. On the primary: a standby may not know the last ones.</summary>
public static class LedgerReader
{
    // Who was refused, who sent twice and who died is in the log of attempts; ended_at is when the statement's transaction began, so a tie goes by number.
    private const string Orders =
        """
        SELECT o.order_id, o.customer_email, o.accepted_at, d.status, coalesce(d.possible_duplicate, false), d.settled_at, a.attempts, a.outcomes
          FROM orders.orders o
          LEFT JOIN notifications.deliveries d ON d.order_id = o.order_id AND d.kind = 'order-confirmation'
          LEFT JOIN (SELECT order_id,
                            array_agg(attempt ORDER BY ended_at, attempt, outcome) AS attempts,
                            array_agg(outcome ORDER BY ended_at, attempt, outcome) AS outcomes
                       FROM notifications.attempts
                      WHERE kind = 'order-confirmation'
                      GROUP BY order_id) a ON a.order_id = o.order_id
         ORDER BY o.accepted_at, o.order_id
        """;

    private const string OnTheirWay =
        """
        SELECT (SELECT count(*) FROM messaging.outbox),
               (SELECT count(*) FROM notifications.deliveries WHERE status = 'claimed'),
               (SELECT count(*) FROM reconciliation.pursued)
        """;

    /// <summary>Every order, in the order of acceptance, with its delivery and the ends of its attempts.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async IAsyncEnumerable<LedgerLine> ReadOrdersAsync(NpgsqlDataSource database, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand(Orders);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            yield return new(
                row.GetGuid(0),
                row.GetString(1),
                row.GetFieldValue<DateTimeOffset>(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetBoolean(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
                row.IsDBNull(6) ? [] : [.. row.GetFieldValue<int[]>(6).Zip(row.GetFieldValue<string[]>(7), (attempt, outcome) => new AttemptLine(attempt, outcome))]);
        }
    }

    /// <summary>What the tables say is still on its way; the queues are left to whoever asks the broker.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task<Remains> ReadRemainsAsync(NpgsqlDataSource database, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand(OnTheirWay);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), new Dictionary<string, long>());
    }
}
