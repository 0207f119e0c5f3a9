using System.Text.Json;
using Npgsql;

namespace Notifications.Testing;

/// <summary>Failed messages as the ingestion leaves them in the database, equal but for their ids.</summary>
public sealed record FailedMessageRows
{
    private const string Insert =
        """
        WITH added AS (
            INSERT INTO recoverability.failed_messages
                (failed_message_id, status, message_id, message_type, content_type, body_size, receiving_endpoint, queue_address, exception_type, exception_message,
                 first_failed_at, failed_at, by_exception, by_type, by_address, by_instance, by_endpoint, last_modified)
            SELECT id, $2, 'message-' || id, $3, 'application/json', length($9), $4, $5, $6, $7, $8, $8, $10, $10, $10, $10, $10, now() - interval '1 minute'
            FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) AS ids
            RETURNING failed_message_id, message_id),
        contents AS (
            INSERT INTO recoverability.contents (failed_message_id, headers, body, stack_trace)
            SELECT failed_message_id, convert_to((jsonb_build_object('NServiceBus.MessageId', message_id) || $11)::text, 'UTF8'), $9, 'at Somewhere()' FROM added)
        SELECT failed_message_id FROM added
        """;

    public int Count { get; init; } = 1;

    public string Status { get; init; } = "unresolved";

    public string Type { get; init; } = "Shop.Messages.ShipOrder";

    public string Endpoint { get; init; } = "Shipping";

    /// <summary>Null: it does not say where it failed.</summary>
    public string? Queue { get; init; } = "Shipping";

    public string ExceptionType { get; init; } = "System.InvalidOperationException";

    public string ExceptionMessage { get; init; } = "it broke";

    public DateTime FailedAt { get; init; } = DateTime.UtcNow.AddMinutes(-1);

    /// <summary>Of every classifier.</summary>
    public Guid Group { get; init; }

    public byte[] Body { get; init; } = "{}"u8.ToArray();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<Guid>> InsertAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Count });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Status });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Type });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Endpoint });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = Queue });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ExceptionType });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ExceptionMessage });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = FailedAt });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Body });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Group });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(Headers), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        var ids = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            ids.Add(rows.GetGuid(0));
        return ids;
    }
}
