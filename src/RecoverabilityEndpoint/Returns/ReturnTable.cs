using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Statements by which rows of <c>recoverability.returns</c> are taken, and how many there are.</summary>
internal static class ReturnTable
{
    public const int MostCounted = 100_000;

    private const string All = "recoverability.returns AS r";

    /// <summary>
    /// While some rest. $3: anywhere among the ids, which are spread evenly: of 100,000 messages for a queue that is full not all are looked at twice a second for the
    /// few that are for another.
    /// </summary>
    private const string Near =
        """
        (
                    (SELECT failed_message_id FROM recoverability.returns WHERE operation_id = open.operation_id AND failed_message_id >= $3 ORDER BY failed_message_id LIMIT 1000)
                    UNION ALL
                    (SELECT failed_message_id FROM recoverability.returns WHERE operation_id = open.operation_id AND failed_message_id < $3 ORDER BY failed_message_id LIMIT 1000)
                ) AS near
                JOIN recoverability.returns AS r USING (failed_message_id)
        """;

    /// <summary>
    /// $1: rows at most; $2: addresses that rest. Each open operation gets an equal share; one that is small is over after it, and leaves its place to the large ones.
    /// With more operations than places the places are drawn by lot.
    /// </summary>
    private static string TakeFrom(string rows) =>
        $"""
        WITH open AS MATERIALIZED (
            SELECT o.operation_id FROM recoverability.operations AS o
            WHERE o.state <> 'completed' AND EXISTS (SELECT FROM recoverability.returns AS r WHERE r.operation_id = o.operation_id)
            ORDER BY random()
            LIMIT $1)
        SELECT taken.*, coalesce(d.to_address, taken.queue_address)
        FROM open
        CROSS JOIN LATERAL (
            SELECT r.failed_message_id, r.operation_id, m.message_id, m.queue_address, m.status, r.edited_headers IS NOT NULL, coalesce(length(r.edited_body), m.body_size)
            FROM {rows}
            JOIN recoverability.failed_messages AS m USING (failed_message_id)
            WHERE r.operation_id = open.operation_id AND (m.queue_address IS NULL OR m.queue_address <> ALL ($2))
            ORDER BY r.failed_message_id
            LIMIT greatest(1, $1 / (SELECT count(*) FROM open))
            FOR UPDATE OF r SKIP LOCKED) AS taken
        LEFT JOIN recoverability.redirects AS d ON d.from_address = taken.queue_address
        """;

    private const string Load =
        """
        SELECT r.failed_message_id, coalesce(r.edited_headers, c.headers), coalesce(r.edited_body, c.body)
        FROM recoverability.returns AS r
        LEFT JOIN recoverability.contents AS c USING (failed_message_id)
        WHERE r.failed_message_id = ANY($1)
        """;

    private const string Count = "SELECT count(*) FROM (SELECT FROM recoverability.returns LIMIT $1) AS first";

    /// <summary>Rows that no other process has; they are ours until the transaction ends.</summary>
    public static async Task<IReadOnlyList<ReturnRow>> TakeAsync(NpgsqlTransaction transaction, int most, string[] resting, CancellationToken cancellation)
    {
        // The table is empty most of the time: the plan for that, kept, reads all of a backlog.
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"));
        batch.BatchCommands.Add(resting.Length == 0
            ? new NpgsqlBatchCommand(TakeFrom(All)) { Parameters = { Parameter.Of(most), Parameter.Of(resting) } }
            : new NpgsqlBatchCommand(TakeFrom(Near)) { Parameters = { Parameter.Of(most), Parameter.Of(resting), Parameter.Of(Guid.NewGuid()) } });
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        await row.NextResultAsync(cancellation);
        var taken = new List<ReturnRow>();
        while (await row.ReadAsync(cancellation))
        {
            taken.Add(new ReturnRow(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), Text(row, 3), IsWanted: row.GetString(4) is "retry_issued" or "unresolved", row.GetBoolean(5), row.GetInt32(6), Text(row, 7)));
        }

        return taken;
    }

    public static async Task<IReadOnlyDictionary<Guid, ReturnContent>> LoadAsync(NpgsqlTransaction transaction, IReadOnlyCollection<ReturnRow> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Load, transaction.Connection, transaction) { Parameters = { Parameter.Column(rows, row => row.Message) } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var contents = new Dictionary<Guid, ReturnContent>();
        while (await row.ReadAsync(cancellation))
        {
            if (!row.IsDBNull(1) && ReturnedMessage.ReadHeaders(row.GetFieldValue<byte[]>(1)) is { } headers)
                contents[row.GetGuid(0)] = new ReturnContent(headers, row.GetFieldValue<byte[]>(2));
        }

        return contents;
    }

    /// <summary>How many wait, counted up to <see cref="MostCounted"/>.</summary>
    public static async Task<long> CountAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Count);
        command.Parameters.Add(Parameter.Of(MostCounted));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
