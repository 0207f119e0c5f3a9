using System.Text.Json;
using System.Text.Json.Serialization;
using Notifications.Messaging.GroupCommit;
using Notifications.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Notifications.Messaging.Outbox;

/// <summary>All SQL of the outbox. A row is a message that is committed and not yet confirmed by the broker; it is removed, never updated to "sent".</summary>
public static partial class OutboxTable
{
    /// <summary>
    /// Stores messages within the caller's transaction. For <paramref name="reserve"/> the row belongs to the process that wrote it,
    /// which publishes it from memory; after that any sweep may take it. A message that is stored already is stored once.
    /// </summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<OutgoingMessage> messages, TimeSpan reserve) => new(
        """
        INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at)
        SELECT m.message_id, m.destination, m.message_type, m.headers, m.body, now() + $6
        FROM unnest($1, $2, $3, $4, $5) AS m (message_id, destination, message_type, headers, body)
        ON CONFLICT (message_id) DO NOTHING
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. messages.Select(message => message.Id)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(message => message.Destination)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(message => message.Type)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(message => WriteHeaders(message.Headers))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            new NpgsqlParameter<byte[][]> { TypedValue = [.. messages.Select(message => message.Body.ToArray())] },
            new NpgsqlParameter<TimeSpan> { TypedValue = reserve },
        },
    };

    /// <summary>$1: rows at most; $2: for how long. docs/outbox.md shows what the server makes of it.</summary>
    internal const string Lease =
        """
        WITH due AS MATERIALIZED (
            SELECT message_id FROM messaging.outbox
            WHERE due_at <= now()
            ORDER BY due_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED)
        UPDATE messaging.outbox AS o
        SET due_at = now() + $2
        FROM due
        WHERE o.message_id = due.message_id
        RETURNING o.message_id, o.destination, o.message_type, o.headers, o.body
        """;

    /// <summary>
    /// Takes up to <paramref name="most"/> rows that nobody is at, the longest waiting first, for <paramref name="lease"/>.
    /// If this process dies they fall due again by themselves. Rows that another sweep is taking are passed over, not waited for.
    /// </summary>
    public static async Task<IReadOnlyList<OutgoingMessage>> LeaseDueAsync(
        NpgsqlDataSource database, int most, TimeSpan lease, CancellationToken cancellation)
    {
        await using var batch = Planned(Anew(), database, Lease, new NpgsqlParameter<int> { TypedValue = most }, new NpgsqlParameter<TimeSpan> { TypedValue = lease });

        var due = new List<OutgoingMessage>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            due.Add(new OutgoingMessage(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), ReadHeaders(rows.GetString(3)), rows.GetFieldValue<byte[]>(4)));
        }

        return due;
    }

    /// <summary>Removes confirmed messages.</summary>
    public static async Task RemoveAsync(NpgsqlDataSource database, IReadOnlyCollection<Guid> ids)
    {
        // Locked in the order of the key, so that two removals that overlap do not wait for each other.
        await using var batch = Planned(
            ByKey.Plan(),
            database,
            """
            WITH confirmed AS MATERIALIZED (
                SELECT message_id FROM messaging.outbox WHERE message_id = ANY($1) ORDER BY message_id FOR UPDATE)
            DELETE FROM messaging.outbox AS o USING confirmed WHERE o.message_id = confirmed.message_id
            """,
            new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// The driver prepares what is run often, and the server keeps the plan that it made for a prepared statement. This table is empty most of the time: the plan for that
    /// reads all of a backlog, once for each row that is wanted. So what looks for rows that are due is planned each time.
    /// </summary>
    private static NpgsqlBatchCommand Anew() => new("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");

    /// <summary>A statement whose rows are the second result.</summary>
    private static NpgsqlBatch Planned(NpgsqlBatchCommand how, NpgsqlDataSource database, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            statement.Parameters.Add(parameter);

        // A batch without error barriers is one transaction and one round trip; the setting ends with it.
        var batch = database.CreateBatch();
        batch.BatchCommands.Add(how);
        batch.BatchCommands.Add(statement);
        return batch;
    }

    /// <summary>jsonb takes no NUL, and a reply carries ids that a foreign sender made.</summary>
    private static string WriteHeaders(IReadOnlyDictionary<string, string> headers) => JsonSerializer.Serialize(
        headers.Values.Any(value => value.Contains('\0', StringComparison.Ordinal))
            ? headers.ToDictionary(header => header.Key, header => header.Value.Replace("\0", "", StringComparison.Ordinal))
            : headers,
        HeadersJson.Default.IReadOnlyDictionaryStringString);

    private static Dictionary<string, string> ReadHeaders(string json) =>
        JsonSerializer.Deserialize(json, HeadersJson.Default.DictionaryStringString) ?? [];

    [JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class HeadersJson : JsonSerializerContext;
}
