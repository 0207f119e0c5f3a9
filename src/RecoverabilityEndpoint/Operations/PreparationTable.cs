using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>Statements by which the messages of an operation are taken, slice by slice. All of a slice is one transaction, which has the operation's row.</summary>
internal static class PreparationTable
{
    /// <summary>The one that has got the least until now: what one person wants for one message does not wait for another's 100,000.</summary>
    private const string Next =
        """
        SELECT operation_id, kind, scope, originator, requested_by, requested_at, statuses, ids, group_id, endpoint, queue_address, failed_from, failed_until, cause, prepared_upto, total
        FROM recoverability.operations
        WHERE state IN ('waiting', 'preparing')
        ORDER BY total, operation_id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;

    private const string IsAny = "SELECT EXISTS (SELECT FROM recoverability.operations WHERE state IN ('waiting', 'preparing'))";

    /// <summary>Locked in the order of ids, as everybody does it who locks several. The limit counts what is still so when it is locked.</summary>
    private static string Taken(string where, int most) =>
        $"""
        WITH taken AS MATERIALIZED (
            SELECT m.failed_message_id FROM recoverability.failed_messages AS m
            WHERE {where}
            ORDER BY m.failed_message_id
            LIMIT {most}
            FOR NO KEY UPDATE),
        """;

    /// <summary>
    /// A message that waits already, for another operation, is left to that one. The update that changes nothing waits for whoever has its row: one that has just been sent, whose
    /// row is about to go, gets a new one.
    /// </summary>
    private const string SendBack =
        """
        changed AS (
            UPDATE recoverability.failed_messages AS m SET status = 'retry_issued', last_modified = now()
            FROM taken WHERE m.failed_message_id = taken.failed_message_id),
        done AS (
            INSERT INTO recoverability.returns (failed_message_id, operation_id)
            SELECT failed_message_id, $1 FROM taken
            ON CONFLICT (failed_message_id) DO UPDATE SET operation_id = returns.operation_id
            RETURNING failed_message_id, xmax = 0 AS is_new)
        """;

    private const string Change =
        """
        done AS (
            UPDATE recoverability.failed_messages AS m SET status = $1, last_modified = now()
            FROM taken WHERE m.failed_message_id = taken.failed_message_id
            RETURNING m.failed_message_id, true AS is_new)
        """;

    private const string Counts =
        "SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM done WHERE is_new), (SELECT failed_message_id FROM taken ORDER BY failed_message_id DESC LIMIT 1)";

    private const string Advance =
        """
        UPDATE recoverability.operations
        SET state = $2,
            started_at = coalesce(started_at, now()),
            completed_at = CASE WHEN $2 = 'completed' THEN now() END,
            prepared_upto = coalesce($3, prepared_upto),
            total = total + $4,
            done = done + CASE WHEN kind = 'retry' THEN 0 ELSE $4 END
        WHERE operation_id = $1
        """;

    /// <returns>Null when there is none, or other processes have them all.</returns>
    public static async Task<OpenOperation?> NextAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Next, transaction.Connection, transaction);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? Read(row) : null;
    }

    public static async Task<bool> IsAnyAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(IsAny, transaction.Connection, transaction);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Takes up to <paramref name="most"/> messages and does to them what is asked; those to be sent back only get their row in <c>returns</c>.</summary>
    public static async Task<Slice> TakeAsync(NpgsqlTransaction transaction, OpenOperation operation, int most, CancellationToken cancellation)
    {
        var statement = new NpgsqlBatchCommand();
        statement.Parameters.Add(operation.Asked.Kind switch
        {
            OperationKind.Retry => Parameter.Of(operation.Id),
            OperationKind.Archive => Parameter.Of(FailureStatus.Archived.Column()),
            _ => Parameter.Of(FailureStatus.Unresolved.Column()),
        });
        statement.CommandText =
            $"{Taken(Where(operation, statement.Parameters), most)}\n{(operation.Asked.Kind == OperationKind.Retry ? SendBack : Change)}\n{Counts}";

        // The driver prepares what is run often, and a plan for any selection and any table is bad for this one.
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"));
        batch.BatchCommands.Add(statement);
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.NextResultAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Slice(row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetGuid(2));
    }

    /// <param name="transaction">Of the slice.</param>
    /// <param name="operation">To be moved on.</param>
    /// <param name="slice">What was taken.</param>
    /// <param name="state">The column's word.</param>
    /// <param name="cancellation">Of the query.</param>
    public static async Task AdvanceAsync(NpgsqlTransaction transaction, OpenOperation operation, Slice slice, string state, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Advance, transaction.Connection, transaction)
        {
            Parameters = { Parameter.Of(operation.Id), Parameter.Of(state), Parameter.OfNullable(slice.Last), Parameter.Of(slice.Taken) },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Where(OpenOperation operation, ICollection<NpgsqlParameter> parameters)
    {
        var where = SelectionSql.Where(operation.Asked.Selection, parameters);
        parameters.Add(Parameter.Of(operation.AskedAt));
        where += $" AND m.last_modified <= ${parameters.Count}";
        // Whatever was selected by: what is on its way back is not archived, and only what was archived is restored.
        if (operation.Asked.Kind != OperationKind.Retry)
            where += $" AND m.status = '{(operation.Asked.Kind == OperationKind.Archive ? FailureStatus.Unresolved : FailureStatus.Archived).Column()}'";
        if (operation.PreparedUpto is not { } last)
            return where;
        parameters.Add(Parameter.Of(last));
        return $"{where} AND m.failed_message_id > ${parameters.Count}";
    }

    private static OpenOperation Read(NpgsqlDataReader row)
    {
        var selection = new Selection([.. row.GetFieldValue<string[]>(6).Select(FailureStatuses.FromColumn)])
        {
            Ids = Nullable<Guid[]>(row, 7),
            Group = row.IsDBNull(8) ? null : row.GetGuid(8),
            Endpoint = Nullable<string>(row, 9),
            QueueAddress = Nullable<string>(row, 10),
            FailedFrom = row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
            FailedUntil = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
            Cause = Nullable<string>(row, 13),
        };
        var asked = new AskedOperation(OperationTable.KindOf(row.GetString(1)), Enum.Parse<OperationScope>(row.GetString(2)), row.GetString(3), row.GetString(4), selection);
        return new OpenOperation(row.GetGuid(0), asked, row.GetDateTime(5), row.IsDBNull(14) ? null : row.GetGuid(14), row.GetInt64(15));
    }

    private static T? Nullable<T>(NpgsqlDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
