using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace Notifications.Proof.Journals;

/// <summary>
/// Messages that could not be handled: read from a queue by whoever has its connection, or from the tables into which the product moves them for people to look at.
/// In a run it is the one or the other, as the process that moves them takes part or not.
/// </summary>
public static class ErrorReader
{
    // Those that wait for somebody. One that was sent back and handled since is no longer a failure.
    private const string Failed =
        """
        SELECT c.headers, c.body
          FROM recoverability.failed_messages m JOIN recoverability.contents c USING (failed_message_id)
         WHERE m.status IN ('unresolved', 'retry_issued')
         ORDER BY m.first_failed_at, m.failed_message_id
        """;

    /// <exception cref="NpgsqlException">The database is away.</exception>
    /// <exception cref="JsonException">What is there are no headers.</exception>
    public static async IAsyncEnumerable<ErrorLine> ReadFailedAsync(NpgsqlDataSource database, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand(Failed);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetFieldValue<byte[]>(0)) ?? [];
            yield return Line(headers, row.GetFieldValue<byte[]>(1));
        }
    }

    /// <param name="headers">All of the message, as text.</param>
    /// <param name="body">Of the command; anything else names no order.</param>
    public static ErrorLine Line(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var command = JsonDocument.Parse(body);
            var isOrder = command.RootElement.ValueKind == JsonValueKind.Object && command.RootElement.TryGetProperty("OrderId", out var id)
                && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out _);
            return new(isOrder ? command.RootElement.GetProperty("OrderId").GetGuid() : null, headers);
        }
        catch (JsonException)
        {
            return new(null, headers);
        }
    }
}
