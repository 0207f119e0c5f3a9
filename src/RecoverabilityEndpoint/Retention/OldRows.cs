using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Retention;

/// <summary>Removes what is old, a few rows at a time: readers and writers in between wait for no more than that.</summary>
internal static class OldRows
{
    public const int AtATime = 1_000;

    /// <summary>Each with its age as the first parameter, and how many at a time as the second.</summary>
    private const string Messages =
        """
        DELETE FROM recoverability.failed_messages
        WHERE failed_message_id = ANY (ARRAY(
            SELECT failed_message_id FROM recoverability.failed_messages
            WHERE status IN ('resolved', 'archived') AND last_modified < now() - $1
            LIMIT $2 FOR UPDATE SKIP LOCKED))
        """;

    private const string Events =
        """
        DELETE FROM recoverability.events
        WHERE event_id = ANY (ARRAY(
            SELECT event_id FROM recoverability.events WHERE raised_at < now() - $1 ORDER BY event_id LIMIT $2))
        """;

    private const string Operations =
        """
        DELETE FROM recoverability.operations
        WHERE operation_id = ANY (ARRAY(
            SELECT operation_id FROM recoverability.operations WHERE completed_at < now() - $1 LIMIT $2))
        """;

    /// <summary>An e-mail that fails for a day fails a hundred times. The record counts all of them; the newest ten can be read.</summary>
    private const string Attempts =
        """
        DELETE FROM recoverability.attempts
        WHERE (failed_message_id, attempt_id) IN (
            SELECT failed_message_id, attempt_id
            FROM (
                SELECT failed_message_id, attempt_id, failed_at,
                       row_number() OVER (PARTITION BY failed_message_id ORDER BY failed_at DESC, attempt_id) AS place
                FROM recoverability.attempts
                WHERE failed_message_id IN (SELECT failed_message_id FROM recoverability.failed_messages WHERE attempts > 10)) AS placed
            WHERE place > 10 AND failed_at < now() - $1
            LIMIT $2)
        """;

    /// <summary>Whoever stores a message takes its group for granted if it is there: nobody may be about to while it goes.</summary>
    private const string LockGroups = "LOCK TABLE recoverability.groups IN SHARE ROW EXCLUSIVE MODE";

    private const string Groups =
        """
        DELETE FROM recoverability.groups
        WHERE group_id = ANY (ARRAY(
            SELECT group_id FROM recoverability.groups AS g
            WHERE note IS NULL AND seen_at < now() - $1
              AND NOT EXISTS (SELECT FROM recoverability.failed_messages WHERE by_exception = g.group_id)
              AND NOT EXISTS (SELECT FROM recoverability.failed_messages WHERE by_type = g.group_id)
              AND NOT EXISTS (SELECT FROM recoverability.failed_messages WHERE by_address = g.group_id)
              AND NOT EXISTS (SELECT FROM recoverability.failed_messages WHERE by_instance = g.group_id)
              AND NOT EXISTS (SELECT FROM recoverability.failed_messages WHERE by_endpoint = g.group_id)
            LIMIT $2))
        """;

    /// <summary>By then the broker has nothing to hand out again of those that are counted.</summary>
    private static readonly TimeSpan AttemptsAge = TimeSpan.FromHours(1);

    /// <returns>How many rows are gone.</returns>
    public static async Task<long> RemoveAsync(NpgsqlDataSource database, RetentionSettings settings, CancellationToken cancellation) =>
        await RemoveAsync(database, [Messages], settings.Messages, cancellation)
        + await RemoveAsync(database, [Attempts], AttemptsAge, cancellation)
        + await RemoveAsync(database, [Events], settings.Events, cancellation)
        + await RemoveAsync(database, [Operations], settings.Operations, cancellation)
        + await RemoveAsync(database, [LockGroups, Groups], settings.Groups, cancellation);

    /// <param name="statements">The last one deletes; those before it have no parameters.</param>
    private static async Task<long> RemoveAsync(NpgsqlDataSource database, IReadOnlyList<string> statements, TimeSpan age, CancellationToken cancellation)
    {
        for (var total = 0L; ;)
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in statements)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            batch.BatchCommands[^1].Parameters.Add(Parameter.Of(age));
            batch.BatchCommands[^1].Parameters.Add(Parameter.Of(AtATime));
            var removed = await batch.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            total += Math.Max(0, removed);
            if (removed < AtATime)
                return total;
        }
    }
}
