using Notifications.RecoverabilityEndpoint.Returns;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.FailedMessages.Reading;

/// <summary>One failed message, with everything that is known of it.</summary>
internal sealed record WholeMessage(ListedMessage Message, string MessageId, string? ConversationId, string? Unreadable, bool Edited, Guid? EditOf, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyList<Attempt> Attempts);

/// <summary>One of its failures.</summary>
internal sealed record Attempt(DateTime FailedAt, string Endpoint, string ExceptionType, string ExceptionMessage, string StackTrace);

/// <summary>Statements that read one failed message.</summary>
internal static class MessageTable
{
    private const string Message =
        """
        SELECT m.failed_message_id, m.status, m.attempts, m.message_type, m.receiving_endpoint, m.queue_address, m.exception_type, m.exception_message, m.failed_at, m.time_sent,
               m.message_id, m.conversation_id, m.unreadable, m.edited, m.edit_of, coalesce(c.headers, '{}'), coalesce(c.body, ''), coalesce(c.stack_trace, '')
        FROM recoverability.failed_messages AS m
        LEFT JOIN recoverability.contents AS c USING (failed_message_id)
        WHERE m.failed_message_id = $1
        """;

    private const string Attempts =
        """
        SELECT failed_at, receiving_endpoint, exception_type, exception_message, stack_trace
        FROM recoverability.attempts WHERE failed_message_id = $1 ORDER BY failed_at, attempt_id
        """;

    /// <returns>Null when there is none.</returns>
    public static async Task<WholeMessage?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellation)
    {
        var attempts = await AttemptsAsync(database, id, cancellation);
        await using var command = database.CreateCommand(Message);
        command.Parameters.Add(Parameter.Of(id));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation))
            return null;
        var listed = new ListedMessage(
            row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), Text(row, 5), row.GetString(6), row.GetString(7), row.GetDateTime(8), row.IsDBNull(9) ? null : row.GetDateTime(9));
        return new WholeMessage(
            listed, row.GetString(10), Text(row, 11), Text(row, 12), row.GetBoolean(13), row.IsDBNull(14) ? null : row.GetGuid(14),
            ReturnedMessage.ReadHeaders(row.GetFieldValue<byte[]>(15)) ?? new Dictionary<string, string>(),
            row.GetFieldValue<byte[]>(16),
            attempts.Count > 0 ? attempts : [new Attempt(listed.FailedAt, listed.Endpoint, listed.ExceptionType, listed.ExceptionMessage, row.GetString(17))]);
    }

    private static async Task<IReadOnlyList<Attempt>> AttemptsAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Attempts);
        command.Parameters.Add(Parameter.Of(id));
        var attempts = new List<Attempt>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            attempts.Add(new Attempt(row.GetDateTime(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)));
        return attempts;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
