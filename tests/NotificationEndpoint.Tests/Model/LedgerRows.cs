using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>What the tables have about some orders, in the terms of the model.</summary>
internal sealed class LedgerRows
{
    private const string Read =
        """
        SELECT order_id, status, attempt, relay, first_claimed_at, claimed_at, lease_until, settled_at, next_attempt_at, reply, reason, unseen_ends, possible_duplicate, published_at
        FROM notifications.deliveries WHERE order_id = ANY($1)
        """;

    private const string ReadLog = "SELECT order_id, attempt, outcome FROM notifications.attempts WHERE order_id = ANY($1)";

    private readonly Dictionary<Guid, DeliveryRow> _rows = [];
    private readonly List<(Guid Order, LoggedEnd End)> _log = [];

    private LedgerRows()
    {
    }

    public static DeliveryKey KeyOf(Guid order) => new(order, NotificationKind.OrderConfirmation);

    public DeliveryRow? RowOf(Guid order) => _rows.GetValueOrDefault(order);

    public IEnumerable<LoggedEnd> LogOf(Guid order) => _log.Where(line => line.Order == order).Select(line => line.End).Order();

    public static async Task<LedgerRows> ReadAsync(NpgsqlDataSource database, IEnumerable<Guid> orders)
    {
        var read = new LedgerRows();
        Guid[] ids = [.. orders];
        await using var batch = database.CreateBatch();
        foreach (var sql in new[] { Read, ReadLog })
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = ids } } });
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            read._rows.Add(rows.GetGuid(0), Row(rows));
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
            read._log.Add((rows.GetGuid(0), new LoggedEnd(rows.GetInt32(1), rows.GetString(2))));
        return read;
    }

    private static DeliveryRow Row(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetInt32(2), Text(row, 3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), Time(row, 6), Time(row, 7), Time(row, 8),
        Text(row, 9), Text(row, 10), row.GetInt32(11), row.GetBoolean(12), Time(row, 13));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
