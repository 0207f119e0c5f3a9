using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Statements by which taken rows of <c>recoverability.returns</c> come to their end.</summary>
internal static class ReturnEnds
{
    private const string Remove = "DELETE FROM recoverability.returns WHERE failed_message_id = ANY($1)";

    /// <summary>Unless somebody has decided otherwise meanwhile, or it came back in another state.</summary>
    private const string IsUnresolvedAgain =
        """
        WITH nowhere AS MATERIALIZED (
            SELECT failed_message_id FROM recoverability.failed_messages
            WHERE failed_message_id = ANY($1) AND status = 'retry_issued'
            ORDER BY failed_message_id
            FOR NO KEY UPDATE)
        UPDATE recoverability.failed_messages AS m SET status = 'unresolved', last_modified = now()
        FROM nowhere WHERE m.failed_message_id = nowhere.failed_message_id
        """;

    private const string IsReplaced =
        """
        WITH replaced AS MATERIALIZED (
            SELECT failed_message_id FROM recoverability.failed_messages
            WHERE failed_message_id = ANY($1)
            ORDER BY failed_message_id
            FOR NO KEY UPDATE)
        UPDATE recoverability.failed_messages AS m SET status = 'resolved', edited = true, last_modified = now()
        FROM replaced WHERE m.failed_message_id = replaced.failed_message_id
        """;

    private const string Progress =
        """
        WITH counted AS MATERIALIZED (
            SELECT o.operation_id, o.done + c.done AS done, o.failed + c.failed AS failed
            FROM recoverability.operations AS o
            JOIN unnest($1, $2, $3) AS c (operation_id, done, failed) USING (operation_id)
            ORDER BY o.operation_id
            FOR NO KEY UPDATE OF o)
        UPDATE recoverability.operations AS o SET done = counted.done, failed = counted.failed, total = greatest(o.total, counted.done + counted.failed)
        FROM counted WHERE o.operation_id = counted.operation_id
        """;

    /// <summary>What became of rows that were taken: all but those that stay are removed, their messages' states changed, and their operations moved on.</summary>
    public static async Task SettleAsync(NpgsqlTransaction transaction, IReadOnlyCollection<(ReturnRow Row, ReturnOutcome Outcome)> ended)
    {
        var gone = ended.Where(end => end.Outcome is not ReturnOutcome.Stays).ToList();
        if (gone.Count == 0)
            return;
        var nowhere = gone.Where(end => end.Outcome is ReturnOutcome.Nowhere).ToList();
        var replaced = gone.Where(end => end is { Outcome: ReturnOutcome.Sent, Row.IsEdited: true }).ToList();
        var operations = gone.GroupBy(end => end.Row.Operation)
            .Select(operation => (Id: operation.Key, Failed: operation.LongCount(end => end.Outcome is ReturnOutcome.Nowhere), All: operation.LongCount())).ToList();

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Remove) { Parameters = { Parameter.Column(gone, end => end.Row.Message) } });
        if (nowhere.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(IsUnresolvedAgain) { Parameters = { Parameter.Column(nowhere, end => end.Row.Message) } });
        if (replaced.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(IsReplaced) { Parameters = { Parameter.Column(replaced, end => end.Row.Message) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Progress)
        {
            Parameters =
            {
                Parameter.Column(operations, operation => operation.Id),
                Parameter.Column(operations, operation => operation.All - operation.Failed),
                Parameter.Column(operations, operation => operation.Failed),
            },
        });
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
