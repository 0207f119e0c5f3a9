using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Npgsql;

namespace Notifications.FailedMessages.Reading;

/// <summary>A failed message in a list.</summary>
internal sealed record ListedMessage(
    Guid Id, string Status, int Attempts, string MessageType, string Endpoint, string? Queue, string ExceptionType, string ExceptionMessage, DateTime FailedAt, DateTime? TimeSent);

/// <summary>What some failed messages have in common.</summary>
internal sealed record ListedGroup(Guid Id, string Title, long Count, DateTime FirstFailedAt, DateTime LastFailedAt);

/// <summary>Statements that read many failed messages.</summary>
internal static class FailedMessageTable
{
    public static async Task<DateTimeOffset> NowAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT now()");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetFieldValue<DateTimeOffset>(0);
    }

    public static async Task<IReadOnlyList<ListedMessage>> ListAsync(NpgsqlDataSource database, Selection selection, int most, CancellationToken cancellation)
    {
        await using var command = Command(
            database,
            selection,
            where => $"""
                SELECT m.failed_message_id, m.status, m.attempts, m.message_type, m.receiving_endpoint, m.queue_address, m.exception_type, m.exception_message, m.failed_at, m.time_sent
                FROM recoverability.failed_messages AS m
                WHERE {where}
                ORDER BY m.failed_at DESC, m.failed_message_id
                LIMIT {most}
                """);
        var listed = new List<ListedMessage>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            listed.Add(new ListedMessage(
                row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
                row.GetString(6), row.GetString(7), row.GetDateTime(8), row.IsDBNull(9) ? null : row.GetDateTime(9)));
        }

        return listed;
    }

    public static async Task<IReadOnlyList<ListedGroup>> GroupsAsync(NpgsqlDataSource database, Selection selection, Classifier by, int most, CancellationToken cancellation)
    {
        await using var command = Command(
            database,
            selection,
            where => $"""
                SELECT grouped.id, coalesce(g.title, ''), grouped.count, grouped.first, grouped.last
                FROM (
                    SELECT m.{by.Column} AS id, count(*) AS count, min(m.failed_at) AS first, max(m.failed_at) AS last
                    FROM recoverability.failed_messages AS m
                    WHERE {where}
                    GROUP BY m.{by.Column}) AS grouped (id, count, first, last)
                LEFT JOIN recoverability.groups AS g ON g.group_id = grouped.id
                ORDER BY grouped.count DESC, grouped.id
                LIMIT {most}
                """);
        var groups = new List<ListedGroup>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            groups.Add(new ListedGroup(row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetDateTime(3), row.GetDateTime(4)));
        return groups;
    }

    public static async Task<IReadOnlyList<Guid>> IdsAsync(NpgsqlDataSource database, Selection selection, CancellationToken cancellation)
    {
        await using var command = Command(database, selection, where => $"SELECT m.failed_message_id FROM recoverability.failed_messages AS m WHERE {where}");
        var ids = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            ids.Add(row.GetGuid(0));
        return ids;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, Selection selection, Func<string, string> sql)
    {
        var command = database.CreateCommand();
        var parameters = new List<NpgsqlParameter>();
        command.CommandText = sql(SelectionSql.Where(selection, parameters));
        command.Parameters.AddRange(parameters.ToArray());
        return command;
    }
}
