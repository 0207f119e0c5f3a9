using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Notifications.Bench.References.Naive;

/// <summary>One transaction an order: order, items and outbox row in one round trip, as an object-relational mapper sends them, and a commit in a second one.</summary>
internal sealed class NaiveIntake(NpgsqlDataSource database)
{
    /// <returns>When it was accepted.</returns>
    public async Task<DateTimeOffset> StoreAsync(NaiveOrder order, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Order(order));
        for (var index = 0; index < order.Placed.Items.Count; index++)
            batch.BatchCommands.Add(Item(order, index));
        batch.BatchCommands.Add(Message(order));
        var acceptedAt = (DateTime)(await batch.ExecuteScalarAsync(cancellation))!;
        await transaction.CommitAsync(cancellation);
        return acceptedAt;
    }

    private static NpgsqlBatchCommand Order(NaiveOrder order) => new(NaiveTables.InsertOrder)
    {
        Parameters =
        {
            new() { Value = order.OrderId },
            new() { Value = order.Placed.CustomerId },
            new() { Value = order.Placed.Customer.Name },
            new() { Value = order.Placed.Customer.Email },
            new() { Value = order.Placed.Currency },
            Text(order.Placed.Locale),
            new() { Value = order.Total },
            new() { Value = order.PlacedAt.UtcDateTime },
        },
    };

    private static NpgsqlBatchCommand Item(NaiveOrder order, int index)
    {
        var item = order.Placed.Items[index];
        return new NpgsqlBatchCommand(NaiveTables.InsertItem)
        {
            Parameters =
            {
                new() { Value = order.OrderId },
                new() { Value = index + 1 },
                new() { Value = item.Sku },
                Text(item.Name),
                new() { Value = item.Qty },
                new() { Value = item.UnitPrice },
            },
        };
    }

    private static NpgsqlBatchCommand Message(NaiveOrder order) => new(NaiveTables.InsertMessage)
    {
        Parameters = { new() { Value = order.DeliveryId }, new() { Value = JsonSerializer.SerializeToUtf8Bytes(order) } },
    };

    private static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
