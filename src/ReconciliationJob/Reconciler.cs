using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.ReconciliationJob;

/// <summary>
/// One run: drives every overdue order again, through the outbox, with the same message id and content.
/// A copy that is still on its way does no harm: the ledger gives the e-mail to one of them.
/// Death in between: the drive and its outbox row are one transaction; either both are there or the next run finds the order again.
/// </summary>
public sealed class Reconciler(
    NpgsqlDataSource database, TransactionalOutbox outbox, EndpointIdentity endpoint, ReconciliationSettings settings, TimeProvider time, ILogger<Reconciler> log)
{
    private const string Kind = NotificationKind.OrderConfirmation;

    /// <summary>Not the main lane: after an outage it is many at once, and new orders are not to stand behind them.</summary>
    internal static readonly string Destination = Endpoints.RetriesOf(Endpoints.Notification);

    /// <summary>Batch after batch until nothing is overdue, but not for ever: the next run goes on.</summary>
    /// <returns>How many orders were driven.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var driven = 0;
        for (var batch = 0; batch < settings.BatchesInARun; batch++)
        {
            var count = await DriveBatchAsync(cancellation);
            driven += count;
            if (count < settings.Batch)
                break;
        }

        return driven;
    }

    private async Task<int> DriveBatchAsync(CancellationToken cancellation)
    {
        var overdue = await OverdueOrders.FindAsync(database, Kind, settings, cancellation);
        if (overdue.Count == 0)
            return 0;

        var commands = overdue
            .Select(order => OutgoingMessage.Command(DeliveryId.For(order.OrderId, Kind), Destination, order, endpoint, time.GetUtcNow()))
            .ToList();
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { OverdueOrders.Remember(overdue, Kind, settings), outbox.Insert(commands), OverdueOrders.Forget(settings) },
            };
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        outbox.Committed(commands);
        log.Driven(overdue.Count, time.GetUtcNow() - overdue[0].PlacedAt);
        return overdue.Count;
    }
}
