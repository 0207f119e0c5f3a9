using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.FailedMessages.Acting;

/// <summary>What became of messages that were sent back.</summary>
/// <param name="Resolved">Handled, or gone since.</param>
/// <param name="FailedAgain">Unresolved or deleted since, also those that led nowhere.</param>
/// <param name="Pending">Nothing was heard of them yet.</param>
internal sealed record Outcomes(long Resolved, long FailedAgain, long Pending)
{
    private const string Read =
        """
        SELECT count(*) FILTER (WHERE status = 'retry_issued'), count(*) FILTER (WHERE status IN ('unresolved', 'archived'))
        FROM recoverability.failed_messages WHERE failed_message_id = ANY($1)
        """;

    public static async Task<Outcomes> ReadAsync(NpgsqlDataSource database, Guid[] messages, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(Parameter.Of(messages));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (pending, failed) = (row.GetInt64(0), row.GetInt64(1));
        return new Outcomes(messages.Length - pending - failed, failed, pending);
    }
}
