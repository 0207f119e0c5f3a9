using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>Statements about <c>recoverability.operations</c>.</summary>
internal static class OperationTable
{
    /// <summary>A group that is being worked on is not begun twice: whoever presses a button again finds what they asked for under way.</summary>
    private const string Ask =
        """
        INSERT INTO recoverability.operations
            (operation_id, kind, scope, originator, requested_by, statuses, ids, group_id, endpoint, queue_address, failed_from, failed_until, cause)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
        WHERE NOT EXISTS (
            SELECT FROM recoverability.operations
            WHERE group_id = $8 AND kind = $2 AND state <> 'completed')
        """;

    /// <summary>Of those in $1 the ones of which nothing is left to be sent back. A statement of its own, so that it sees what others have removed while we waited for the row.</summary>
    private const string Complete =
        """
        UPDATE recoverability.operations AS o
        SET state = 'completed', completed_at = now()
        WHERE o.state = 'forwarding'
          AND ($1 IS NULL OR o.operation_id = ANY($1))
          AND NOT EXISTS (SELECT FROM recoverability.returns AS r WHERE r.operation_id = o.operation_id)
        RETURNING o.operation_id, o.kind, o.scope, o.originator, o.requested_by, o.ids, o.total, o.done, o.failed
        """;

    /// <returns>The operation's id; null when the same is under way for this group.</returns>
    public static async Task<Guid?> AskAsync(NpgsqlDataSource database, AskedOperation asked, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7();
        var selection = asked.Selection;
        await using var command = database.CreateCommand(Ask);
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(Word(asked.Kind)));
        command.Parameters.Add(Parameter.Of(asked.Scope.ToString()));
        command.Parameters.Add(Parameter.Of(asked.Originator));
        command.Parameters.Add(Parameter.Of(asked.RequestedBy));
        command.Parameters.Add(Parameter.Of<string[]>([.. selection.Statuses.Select(status => status.Column())]));
        command.Parameters.Add(Parameter.OfNullable(selection.Ids?.ToArray()));
        command.Parameters.Add(Parameter.OfNullable(selection.Group));
        command.Parameters.Add(Parameter.OfNullable(selection.Endpoint));
        command.Parameters.Add(Parameter.OfNullable(selection.QueueAddress));
        command.Parameters.Add(Parameter.OfNullable(selection.FailedFrom?.ToUniversalTime()));
        command.Parameters.Add(Parameter.OfNullable(selection.FailedUntil?.ToUniversalTime()));
        command.Parameters.Add(Parameter.OfNullable(selection.Cause));
        return await command.ExecuteNonQueryAsync(cancellation) == 1 ? id : null;
    }

    /// <param name="transaction">In which their messages were taken or removed.</param>
    /// <param name="operations">To be looked at; null for all that are open.</param>
    /// <param name="cancellation">Of the query.</param>
    /// <returns>Those that are completed by this.</returns>
    public static async Task<IReadOnlyList<CompletedOperation>> CompleteAsync(NpgsqlTransaction transaction, IReadOnlyCollection<Guid>? operations, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Complete, transaction.Connection, transaction) { Parameters = { Parameter.OfNullable(operations?.ToArray()) } };
        var completed = new List<CompletedOperation>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var selection = new Selection { Ids = rows.IsDBNull(5) ? null : rows.GetFieldValue<Guid[]>(5) };
            var asked = new AskedOperation(KindOf(rows.GetString(1)), Enum.Parse<OperationScope>(rows.GetString(2)), rows.GetString(3), rows.GetString(4), selection);
            completed.Add(new CompletedOperation(rows.GetGuid(0), asked, rows.GetInt64(6), rows.GetInt64(7), rows.GetInt64(8)));
        }

        return completed;
    }

    public static OperationKind KindOf(string word) => word switch
    {
        "retry" => OperationKind.Retry,
        "archive" => OperationKind.Archive,
        "restore" => OperationKind.Restore,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "A word without a kind."),
    };

    private static string Word(OperationKind kind) => kind switch
    {
        OperationKind.Retry => "retry",
        OperationKind.Archive => "archive",
        OperationKind.Restore => "restore",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a word."),
    };
}
