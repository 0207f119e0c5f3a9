using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Webhooks;

/// <summary>Statements about what the webhook is to be told.</summary>
internal static class WebhookTable
{
    /// <summary>Nothing while another process has it, or so soon after the last time.</summary>
    private const string TakeTurn =
        """
        SELECT FROM recoverability.webhook
        WHERE told_at IS NULL OR told_at < now() - $1
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>News of yesterday is none: when the webhook is set for the first time, or was away for long.</summary>
    private const string Untold =
        """
        SELECT event_id, raised_at, messages, description, related_to, now(),
               (SELECT count(*) FROM recoverability.failed_messages WHERE status = 'unresolved')
        FROM recoverability.events
        WHERE messages > 0 AND severity = 'error' AND NOT told AND raised_at > now() - interval '1 day'
        ORDER BY event_id
        LIMIT $1
        """;

    private const string Told =
        """
        UPDATE recoverability.events SET told = true WHERE event_id = ANY ($1)
        """;

    private const string EndTurn =
        """
        UPDATE recoverability.webhook SET told_at = now()
        """;

    public static async Task<bool> TakeTurnAsync(NpgsqlConnection connection, TimeSpan atMostEvery, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(TakeTurn, connection) { Parameters = { Parameter.Of(atMostEvery) } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation);
    }

    /// <returns>Null when there is nothing to tell; else that, and the events that it tells of.</returns>
    public static async Task<(FailuresTold News, IReadOnlyList<long> Events)?> ReadAsync(NpgsqlConnection connection, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Untold, connection) { Parameters = { Parameter.Of(most) } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (ids, items) = (new List<long>(), new List<FailuresTold.Item>());
        var (since, at, unresolved) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue, 0L);
        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetInt64(0));
            items.Add(new FailuresTold.Item(rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<string[]>(4)));
            var raised = rows.GetFieldValue<DateTimeOffset>(1);
            (since, at, unresolved) = (raised < since ? raised : since, rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt64(6));
        }

        return ids.Count == 0
            ? null
            : (new FailuresTold(at, since, items.Sum(item => item.Messages), unresolved, [.. items.OrderByDescending(item => item.Messages).Take(FailuresTold.MostEvents)]), ids);
    }

    public static async Task ToldAsync(NpgsqlConnection connection, IReadOnlyList<long> events, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(Told) { Parameters = { Parameter.Of<long[]>([.. events]) } }, new NpgsqlBatchCommand(EndTurn) },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
