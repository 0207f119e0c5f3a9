using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Reads what <c>/sla</c> shows: how far reconciliation has got, then all the rest in one batch, planned for the time that is still to be looked at.</summary>
public sealed class SlaReader(NpgsqlDataSource database, SlaSettings settings, ReconciliationSettings reconciliation)
{
    public async Task<SlaSnapshot> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (now, lastRun) = await ReadRunsAsync(connection, cancellation);
        await using var batch = Batch.PlannedAnew(connection);
        foreach (var command in Commands(Lookback.From(now, lastRun?.CoveredUntil, reconciliation)))
            batch.BatchCommands.Add(command);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);

        var (unsent, oldest) = await ReadUnsentAsync(rows, cancellation);
        var sent = await rows.NextResultAsync(cancellation) && await rows.ReadAsync(cancellation) ? rows.GetDouble(0) : 0;
        await rows.NextResultAsync(cancellation);
        var (hour, today, period) = (await ReadSumsAsync(rows, cancellation), await ReadSumsAsync(rows, cancellation), await ReadSumsAsync(rows, cancellation));
        await rows.NextResultAsync(cancellation);
        var minutes = new List<SlaMinute>();
        while (await rows.ReadAsync(cancellation))
            minutes.Add(SlaMinute.Read(rows));
        return new SlaSnapshot(now, unsent, oldest, sent, hour, today, period, lastRun, minutes);
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(DateTimeOffset since)
    {
        yield return new NpgsqlBatchCommand(SlaTable.ReadUnsent)
        {
            Parameters = { Parameter.Of(NotificationKind.OrderConfirmation), Parameter.Of(since), Parameter.Of(AgeBucket.Width), Parameter.Of(DeliveryRules.DueWithin) },
        };
        yield return new NpgsqlBatchCommand(SlaTable.ReadSent) { Parameters = { Parameter.Of(NotificationKind.OrderConfirmation) } };
        yield return new NpgsqlBatchCommand(SlaTable.ReadSums) { Parameters = { Parameter.Of(SlaMinutes.DecidedAfter), Parameter.Of(settings.Period) } };
        yield return new NpgsqlBatchCommand(SlaTable.ReadMinutes) { Parameters = { Parameter.Of(SlaSnapshot.MostMinutes) } };
    }

    private static async Task<(DateTimeOffset Now, LastRun? Run)> ReadRunsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SlaTable.ReadRuns, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var run = row.IsDBNull(1)
            ? null
            : new LastRun(
                row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
                row.GetDouble(6), row.GetFieldValue<DateTimeOffset>(7));
        return (row.GetFieldValue<DateTimeOffset>(0), run);
    }

    private static async Task<(IReadOnlyList<AgeBucket> Buckets, double? Oldest)> ReadUnsentAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        await rows.NextResultAsync(cancellation);
        var buckets = new List<AgeBucket>();
        double? oldest = null;
        while (await rows.ReadAsync(cancellation))
        {
            buckets.Add(new AgeBucket(rows.GetTimeSpan(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)));
            oldest ??= rows.GetDouble(4);
        }

        return (buckets, oldest);
    }

    private static async Task<SlaSums> ReadSumsAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        await row.ReadAsync(cancellation);
        return new SlaSums(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetDouble(5));
    }
}
