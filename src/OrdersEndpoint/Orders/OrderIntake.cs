using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.GroupCommit;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Notifications.OrdersEndpoint.Pressure;
using Notifications.ServiceDefaults.Rehearsing;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.OrdersEndpoint.Orders;

/// <summary>
/// In: valid orders. Out: the time each was accepted, after order, items and outgoing command are committed in one transaction; or that its request key has an order already.
/// Database away: the caller gets the exception and answers 503; nothing is stored, or (a commit whose answer was lost) the order is accepted
/// without the client knowing, who learns it by repeating with the same key. Death after the commit: the outbox row is there, any sweep publishes it.
/// Never: an order without its command, a command without its order, or two orders for one key.
/// </summary>
internal sealed class OrderIntake : IAsyncDisposable
{
    /// <summary>A key that another process takes and gives up again, while we look and store in turn, so often: that is no accident any more.</summary>
    private const int MostRounds = 4;

    private readonly NpgsqlDataSource _database;
    private readonly TransactionalOutbox _outbox;
    private readonly EndpointIdentity _endpoint;
    private readonly IntakeGate _gate;
    private readonly bool _storesNothing;
    private readonly GroupCommit<Entry, Acceptance> _transactions;

    public OrderIntake(NpgsqlDataSource database, TransactionalOutbox outbox, EndpointIdentity endpoint, IntakeSettings settings, IntakeGate gate, OnStage? onStage = null)
    {
        (_database, _outbox, _endpoint, _gate, _storesNothing) = (database, outbox, endpoint, gate, onStage is not null);
        _transactions = new GroupCommit<Entry, Acceptance>("orders", CommitInTurnAsync, settings.LargestBatch, settings.Connections, settings.Capacity);
    }

    /// <summary>Accepted, repeated, the key used or still running; or at once that too many orders wait.</summary>
    /// <exception cref="NpgsqlException">The database is away or refused. Whether the order is stored is unknown if the connection broke.</exception>
    public async Task<Acceptance> AcceptAsync(Order order)
    {
        using var activity = OrdersTelemetry.StartAccepting(order.Id);
        var command = OutgoingMessage.Command(
            DeliveryId.For(order.Id, NotificationKind.OrderConfirmation), Endpoints.Notification, order.ToCommand(), _endpoint, order.PlacedAt);
        try
        {
            var acceptance = _transactions.TryAdd(new Entry(order, command, StoredTrace.Current)) is { } waiting ? await waiting : new Acceptance.IntakeFull();
            OrdersTelemetry.Ended(activity, acceptance);
            return acceptance;
        }
        catch (Exception failure)
        {
            OrdersTelemetry.Failed(activity, failure);
            throw;
        }
    }

    /// <summary>What its key has led to before; null when it has no key, or one that is new.</summary>
    public async Task<Acceptance?> FindEarlierAsync(Order order)
    {
        if (order.RequestKey is not { } key)
            return null;
        await using var connection = await _database.OpenConnectionAsync();
        return (await EarlierOrders.FindAsync(connection, [key])).TryGetValue(key, out var earlier) ? Acceptance.Earlier(earlier.Order, earlier.AcceptedAt, order) : null;
    }

    public ValueTask DisposeAsync() => _transactions.DisposeAsync();

    private async Task<IReadOnlyList<Acceptance>> CommitInTurnAsync(IReadOnlyList<Entry> entries)
    {
        await _gate.PassAsync(entries.Count);
        return await CommitAsync(entries);
    }

    /// <summary>Those whose keys are new are stored; if another process takes one of them in this very moment, we look again.</summary>
    private async Task<IReadOnlyList<Acceptance>> CommitAsync(IReadOnlyList<Entry> entries)
    {
        await using var connection = await _database.OpenConnectionAsync();
        for (var round = 1; ; round++)
        {
            var keys = entries.Select(entry => entry.Order.RequestKey).OfType<Guid>().ToList();
            var earlier = keys.Count == 0 ? [] : await EarlierOrders.FindAsync(connection, keys);
            var fresh = entries.Where(entry => entry.Order.RequestKey is not { } key || !earlier.ContainsKey(key)).ToList();
            try
            {
                var acceptedAt = await StoreAsync(connection, fresh, mayMeetKeys: keys.Count > 0);
                return [.. entries.Select(entry => entry.Order.RequestKey is { } key && earlier.TryGetValue(key, out var first)
                    ? Acceptance.Earlier(first.Order, first.AcceptedAt, entry.Order)
                    : new Acceptance.Accepted(entry.Order, acceptedAt))];
            }
            catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: OrderTables.KeyIndex } && round < MostRounds)
            {
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (entries.Count == 1)
                    return [new Acceptance.StillRunning()];
                break;
            }
        }

        return await CommitApartAsync(entries); // the others need not wait for the one
    }

    private async Task<IReadOnlyList<Acceptance>> CommitApartAsync(IReadOnlyList<Entry> entries)
    {
        var results = new List<Acceptance>(entries.Count);
        foreach (var entry in entries)
            results.AddRange(await CommitAsync([entry]));
        return results;
    }

    /// <summary>A batch without error barriers is one implicit transaction: one round trip, one flush, all or nothing.</summary>
    private async Task<DateTimeOffset> StoreAsync(NpgsqlConnection connection, List<Entry> entries, bool mayMeetKeys)
    {
        if (entries.Count == 0)
            return default;
        var orders = entries.Select(entry => entry.Order).ToList();
        var commands = entries.Select(entry => entry.Command).ToList();
        await using var batch = new NpgsqlBatch(connection);
        if (_storesNothing)
            batch.BatchCommands.Add(OrderTables.StoreNothing());
        if (mayMeetKeys)
            batch.BatchCommands.Add(OrderTables.LimitWaitForKeys());
        batch.BatchCommands.Add(OrderTables.InsertOrders(orders, [.. entries.Select(entry => entry.Trace)]));
        batch.BatchCommands.Add(OrderTables.InsertItems(orders));
        batch.BatchCommands.Add(_outbox.Insert(commands));

        CrashPoint.Reached(CrashPoint.BeforeCommit);
        using var standbys = new StandbyWatch(connection);
        await using var rows = await batch.ExecuteReaderAsync();
        if (_storesNothing)
            await rows.NextResultAsync();
        if (mayMeetKeys)
            await rows.NextResultAsync();
        await rows.ReadAsync();
        var acceptedAt = rows.GetFieldValue<DateTimeOffset>(0);
        while (await rows.NextResultAsync())
        {
            // Items and messages give no rows; only a failure has to be heard.
        }

        standbys.ThrowIfGivenUp();
        CrashPoint.Reached(CrashPoint.AfterCommit);
        _outbox.Committed(commands);
        return acceptedAt;
    }

    private sealed record Entry(Order Order, OutgoingMessage Command, StoredTrace? Trace);
}
