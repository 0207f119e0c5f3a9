using Npgsql;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>How the promise was kept for the orders of one minute. Every order is counted once: within, rejected or missed.</summary>
/// <param name="Minute">In which the orders were accepted, its beginning.</param>
/// <param name="Orders">All of them.</param>
/// <param name="Within">E-mail accepted within five minutes.</param>
/// <param name="Rejected">Cannot be delivered as it is: a person has to change something.</param>
/// <param name="Missed">Later, or not yet.</param>
/// <param name="MedianSeconds">From order to accepted e-mail, of those that are.</param>
/// <param name="P99Seconds">Of a hundred, 99 took no longer.</param>
/// <param name="SlowestSeconds">The longest.</param>
public sealed record SlaMinute(
    DateTimeOffset Minute, long Orders, long Within, long Rejected, long Missed, double? MedianSeconds, double? P99Seconds, double? SlowestSeconds)
{
    internal const string Columns =
        """
        minute, orders, within, rejected, missed,
        round(extract(epoch FROM median), 3)::float8, round(extract(epoch FROM p99), 3)::float8, round(extract(epoch FROM slowest), 3)::float8
        """;

    /// <summary>A row of <see cref="Columns"/>.</summary>
    internal static SlaMinute Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), Number(row, 5), Number(row, 6), Number(row, 7));

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
