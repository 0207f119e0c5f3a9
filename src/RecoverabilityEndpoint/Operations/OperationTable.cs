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

    private static string Word(OperationKind kind) => kind switch
    {
        OperationKind.Retry => "retry",
        OperationKind.Archive => "archive",
        OperationKind.Restore => "restore",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a word."),
    };
}
