using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.GroupCommit;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>
/// In: valid orders. Out: the time each was accepted, after order, items and outgoing command are committed in one transaction.
/// Database away: the caller gets the exception and answers 503; nothing is stored, or (a commit whose answer was lost) the order is accepted
/// without the client knowing. Death after the commit: the outbox row is there, any sweep publishes it.
/// Never: an order without its command, or a command without its order.
/// </summary>
public sealed class OrderIntake : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly TransactionalOutbox _outbox;
    private readonly EndpointIdentity _endpoint;
    private readonly GroupCommit<Entry, DateTimeOffset> _transactions;

    public OrderIntake(NpgsqlDataSource database, TransactionalOutbox outbox, EndpointIdentity endpoint, IntakeSettings settings)
    {
        (_database, _outbox, _endpoint) = (database, outbox, endpoint);
        _transactions = new GroupCommit<Entry, DateTimeOffset>(CommitAsync, settings.LargestBatch, settings.Connections, settings.Capacity);
    }

    /// <summary>The time of acceptance by the database's clock, or null at once when too many orders wait.</summary>
    /// <exception cref="NpgsqlException">The database is away or refused. Whether the order is stored is unknown if the connection broke.</exception>
    public Task<DateTimeOffset>? TryAccept(Order order)
    {
        var command = OutgoingMessage.Command(
            DeliveryId.For(order.Id, NotificationKind.OrderConfirmation), Endpoints.Notification, order.ToCommand(), _endpoint, order.PlacedAt);
        return _transactions.TryAdd(new Entry(order, command));
    }

    public ValueTask DisposeAsync() => _transactions.DisposeAsync();

    private async Task<IReadOnlyList<DateTimeOffset>> CommitAsync(IReadOnlyList<Entry> entries)
    {
        var orders = entries.Select(entry => entry.Order).ToList();
        var commands = entries.Select(entry => entry.Command).ToList();

        // A batch without error barriers is one implicit transaction: one round trip, one flush, all or nothing.
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { OrderTables.InsertOrders(orders), OrderTables.InsertItems(orders), _outbox.Insert(commands) },
        };
        var acceptedAt = (DateTime)(await batch.ExecuteScalarAsync())!;

        _outbox.Committed(commands);
        return [.. Enumerable.Repeat(new DateTimeOffset(acceptedAt), entries.Count)];
    }

    private sealed record Entry(Order Order, OutgoingMessage Command);
}
