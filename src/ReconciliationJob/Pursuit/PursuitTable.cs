using Notifications.Messages;
using Notifications.Messaging.Outbox;
using Notifications.ReconciliationJob.Runs;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>All SQL of <c>reconciliation.pursued</c> and <c>reconciliation.findings</c> besides that which fills the first.</summary>
internal static class PursuitTable
{
    /// <summary>Under way: driven, left alone for now, and nobody has taken it on since.</summary>
    internal const string CountDriven =
        """
        SELECT count(*) FILTER (WHERE d.status = 'accepted'),
               count(*) FILTER (WHERE p.next_drive_at > now()
                 AND (d.order_id IS NULL OR (d.status <> 'accepted' AND coalesce(d.lease_until, d.next_attempt_at) <= now())))
        FROM reconciliation.pursued p
        LEFT JOIN notifications.deliveries d ON d.order_id = p.order_id AND d.kind = p.kind
        WHERE p.kind = $1 AND p.times > 0
        """;

    /// <summary>The oldest first. Rows that another node has in hand are passed over. $1: kind; $2: driven before; $3, $4: after this one; $5: accepted before; $6: at most.</summary>
    internal const string Look =
        """
        WITH p AS MATERIALIZED (
            SELECT order_id, kind, accepted_at, times, next_drive_at FROM reconciliation.pursued
            WHERE kind = $1 AND CASE WHEN $2 THEN times > 0 ELSE times = 0 END AND next_look_at <= now()
              AND (accepted_at, order_id) > ($3, $4) AND accepted_at < $5
            ORDER BY accepted_at, order_id
            LIMIT $6
            FOR UPDATE SKIP LOCKED)
        SELECT p.order_id, p.accepted_at, now() - p.accepted_at, p.times, p.next_drive_at - now(),
               d.status, coalesce(d.lease_until, d.next_attempt_at) - now(), d.unseen_ends, d.settled_at - p.accepted_at, d.reason
        FROM p
        LEFT JOIN notifications.deliveries d ON d.order_id = p.order_id AND d.kind = p.kind
        ORDER BY p.accepted_at, p.order_id
        """;

    /// <summary>A person has asked for these: nothing of them waits for its time.</summary>
    private const string Hurry =
        "UPDATE reconciliation.pursued SET next_look_at = now(), next_drive_at = now() WHERE kind = $1 AND accepted_at >= $2 AND accepted_at < $3";

    private const string Close =
        "DELETE FROM reconciliation.pursued p USING unnest($2) AS c (order_id) WHERE p.order_id = c.order_id AND p.kind = $1";

    private const string Wait =
        """
        UPDATE reconciliation.pursued p SET next_look_at = now() + w.pause
        FROM unnest($2, $3) AS w (order_id, pause) WHERE p.order_id = w.order_id AND p.kind = $1
        """;

    /// <summary>It is looked at in every run from then on: how fast driven ones go out decides how many may follow.</summary>
    private const string Driven =
        """
        UPDATE reconciliation.pursued p SET times = p.times + 1, next_drive_at = now() + w.pause
        FROM unnest($2, $3) AS w (order_id, pause) WHERE p.order_id = w.order_id AND p.kind = $1
        """;

    private const string Note =
        """
        INSERT INTO reconciliation.findings (run_id, order_id, kind, state, decision, age, reason)
        SELECT $1, f.order_id, $2, f.state, f.decision, f.age, f.reason
        FROM unnest($3, $4, $5, $6, $7) AS f (order_id, state, decision, age, reason)
        """;

    /// <summary>
    /// A row that is in the outbox for longer than the grace time and that nobody has in hand: what publishes it has tried for long, perhaps to an
    /// address that is gone. The new one goes by the other lane.
    /// </summary>
    private const string TakeStaleFromOutbox =
        """
        WITH stale AS MATERIALIZED (
            SELECT message_id FROM messaging.outbox
            WHERE message_id = ANY($1) AND stored_at < now() - $2
            ORDER BY message_id
            FOR UPDATE SKIP LOCKED)
        DELETE FROM messaging.outbox b USING stale WHERE b.message_id = stale.message_id
        """;

    public static async Task<(long Sent, long UnderWay)> CountDrivenAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = Batch.PlannedAnew(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(CountDriven) { Parameters = { Kind } });
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.NextResultAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    public static async Task HurryAsync(NpgsqlTransaction transaction, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands = { new NpgsqlBatchCommand(Hurry) { Parameters = { Kind, Parameter.Of(from), Parameter.Of(until) } } },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Locks what it returns until the transaction ends.</summary>
    /// <param name="transaction">In which the decisions will be written.</param>
    /// <param name="look">Which ones.</param>
    /// <param name="cancellation">Of the run.</param>
    public static async Task<IReadOnlyList<OpenOrder>> LookAsync(NpgsqlTransaction transaction, Look look, CancellationToken cancellation)
    {
        await using var batch = Batch.PlannedAnew(transaction.Connection!, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Look)
        {
            Parameters =
            {
                Kind, Parameter.Of(look.DrivenBefore), Parameter.Of(look.After.AcceptedAt),
                Parameter.Of(look.After.OrderId), Parameter.Of(look.AcceptedBefore), Parameter.Of(look.AtMost),
            },
        });

        var orders = new List<OpenOrder>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            orders.Add(Read(rows));
        return orders;
    }

    /// <summary>Writes what was decided, and the commands of what is driven, into the transaction that has looked.</summary>
    public static async Task DecideAsync(NpgsqlTransaction transaction, long run, Decisions decided, TimeSpan reserve, ReconciliationSettings settings, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (decided.Findings.Count > 0)
            batch.BatchCommands.Add(NoteAll(run, decided.Findings));
        if (decided.Closed.ToArray() is { Length: > 0 } closed)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Close) { Parameters = { Kind, Parameter.Of(closed) } });
        if (decided.Waiting.Count > 0)
            batch.BatchCommands.Add(WithPauses(Wait, decided.Waiting));
        if (decided.Driven.Count > 0)
        {
            batch.BatchCommands.Add(WithPauses(Driven, decided.Driven));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(TakeStaleFromOutbox) { Parameters = { Parameter.Column(decided.Commands, command => command.Id), Parameter.Of(settings.Grace) } });
            batch.BatchCommands.Add(OutboxTable.Insert(decided.Commands, reserve));
        }

        if (batch.BatchCommands.Count == 0)
            return;
        batch.BatchCommands.Add(RunTable.AddTo(run, DateTimeOffset.MinValue, decided.Counts));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<string> Kind => Parameter.Of(NotificationKind.OrderConfirmation);

    private static NpgsqlBatchCommand WithPauses(string sql, IReadOnlyList<(Guid OrderId, TimeSpan Pause)> orders) => new(sql)
    {
        Parameters = { Kind, Parameter.Column(orders, order => order.OrderId), Parameter.Column(orders, order => order.Pause) },
    };

    private static NpgsqlBatchCommand NoteAll(long run, IReadOnlyList<Finding> findings) => new(Note)
    {
        Parameters =
        {
            Parameter.Of(run), Kind, Parameter.Column(findings, finding => finding.OrderId), Parameter.Column(findings, finding => finding.State),
            Parameter.Column(findings, finding => finding.Decision), Parameter.Column(findings, finding => finding.Age), Parameter.Column(findings, finding => finding.Reason),
        },
    };

    private static OpenOrder Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetTimeSpan(2), row.GetInt32(3), row.GetTimeSpan(4),
        row.IsDBNull(5) ? null : new OpenDelivery(row.GetString(5), Time(row, 6), row.GetInt32(7), Time(row, 8), row.IsDBNull(9) ? null : row.GetString(9)));

    private static TimeSpan? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTimeSpan(column);
}
