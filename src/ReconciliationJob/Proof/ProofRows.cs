using Npgsql;

namespace Notifications.ReconciliationJob.Proof;

/// <summary>The rows that the statements of <see cref="ProofTable"/> give.</summary>
internal static class ProofRows
{
    public static ProvedWindow Window(NpgsqlDataReader row, DateTimeOffset from, DateTimeOffset until) => new(from, until, row.GetInt64(0), Id(row, 1), Id(row, 2));

    public static OrderFacts Facts(NpgsqlDataReader row) => new(
        row.GetGuid(0), Time(row, 1), row.GetTimeSpan(2), row.IsDBNull(3) ? null : Delivery(row), row.IsDBNull(8) ? [] : [.. Log(row)]);

    public static Disagreement WithoutItems(NpgsqlDataReader row) => new(row.GetGuid(0), Time(row, 1), Disagreements.NoItems);

    public static Disagreement Ghost(NpgsqlDataReader row) => new(row.GetGuid(0), Time(row, 1), Disagreements.NoOrder(Text(row, 2), row.GetInt64(3)));

    public static Gap Gap(NpgsqlDataReader row) => new(Time(row, 0), Time(row, 1));

    private static DeliveryFacts Delivery(NpgsqlDataReader row) =>
        new(row.GetString(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetTimeSpan(5), row.GetBoolean(6), Text(row, 7));

    private static IEnumerable<LoggedAttempt> Log(NpgsqlDataReader row) =>
        row.GetFieldValue<int[]>(8).Zip(row.GetFieldValue<string[]>(9), (number, outcome) => new LoggedAttempt(number, outcome));

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
