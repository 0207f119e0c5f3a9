using Notifications.Messages;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Reads what the report of a day is made of, in one batch.</summary>
internal static class ReportReader
{
    /// <returns>Null when no minute of the day is decided.</returns>
    public static async Task<DailyFigures?> ReadAsync(NpgsqlDataSource database, DateOnly day, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = Batch.PlannedAnew(connection);
        foreach (var command in Commands(day))
            batch.BatchCommands.Add(command);

        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var minutes = await NextAsync(rows, SlaMinute.Read, cancellation);
        var runs = await NextAsync(rows, Runs, cancellation);
        var gaps = await NextAsync(rows, row => new CoverageGap(Time(row, 0), Time(row, 1)), cancellation);
        var missed = await NextAsync(rows, Missed, cancellation);
        var proof = await NextAsync(rows, Proof, cancellation);
        return minutes.Count == 0 ? null : new DailyFigures(day, minutes, runs[0], gaps, missed, proof.SingleOrDefault());
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(DateOnly day)
    {
        yield return OfDay(ReportTable.ReadMinutes, day);
        yield return OfDay(ReportTable.ReadRuns, day);
        yield return OfDay(ReportTable.ReadGaps, day, Parameter.Of(DailyFigures.MostGaps));
        yield return OfDay(
            ReportTable.ReadMissed, day, Parameter.Of(DailyFigures.MostMissed), Parameter.Of(NotificationKind.OrderConfirmation), Parameter.Of(DeliveryRules.DueWithin));
        yield return OfDay(ReportTable.ReadProof, day);
    }

    private static NpgsqlBatchCommand OfDay(string sql, DateOnly day, params NpgsqlParameter[] more)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { Parameter.Of(DailyFigures.BeginningOf(day)), Parameter.Of(DailyFigures.BeginningOf(day.AddDays(1))) } };
        command.Parameters.AddRange(more);
        return command;
    }

    private static async Task<List<T>> NextAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await rows.NextResultAsync(cancellation);
        var all = new List<T>();
        while (await rows.ReadAsync(cancellation))
            all.Add(read(rows));
        return all;
    }

    private static RunSums Runs(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.IsDBNull(7) ? null : Time(row, 7));

    private static MissedOrder Missed(NpgsqlDataReader row) => new(
        row.GetGuid(0), Time(row, 1), Text(row, 2), row.IsDBNull(3) ? null : row.GetDouble(3),
        row.IsDBNull(4) ? null : new LastFinding(row.GetString(4), row.GetString(5), Reasons.WithoutAddresses(Text(row, 6)), Time(row, 7)));

    private static DailyProof Proof(NpgsqlDataReader row) => new(
        Time(row, 0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9));

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
