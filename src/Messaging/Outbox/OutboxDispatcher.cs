using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.GroupCommit;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.Messaging.Outbox;

/// <summary>
/// In: messages whose rows are committed, from memory right after the commit (hot path) or from the table (sweep).
/// Out: published and confirmed messages; their rows are removed, in batches, after the confirm and never before.
/// Broker away: rows stay and fall due again; the sweep waits until there is a connection.
/// Death in between: published and not removed gives a second copy with the same id, which the ledger absorbs.
/// Never: a row removed whose message the broker has not confirmed.
/// </summary>
public sealed class OutboxDispatcher(
    NpgsqlDataSource database, Publisher publisher, OutboxSettings settings, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    /// <summary>Messages between "taken" and "row removed" at most: bounds memory when the broker is slow.</summary>
    private const int InHand = 1_024;

    private readonly SemaphoreSlim _places = new(InHand);
    private readonly Channel<OutgoingMessage> _hotPath = Channel.CreateBounded<OutgoingMessage>(settings.HotPathCapacity);

    /// <summary>The rows of these messages are committed: publish them now. What does not fit is left to the sweep.</summary>
    public void Committed(IEnumerable<OutgoingMessage> messages)
    {
        foreach (var message in messages)
        {
            if (!_hotPath.Writer.TryWrite(message))
                return;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var removal = new GroupCommit<Guid, bool>(RemoveAsync);
        await Task.WhenAll(HotPathAsync(removal, stoppingToken), SweepAsync(removal, stoppingToken));

        for (var i = 0; i < InHand; i++)
            await _places.WaitAsync(CancellationToken.None); // every publish has its answer: the publisher gives each a deadline
        await removal.DisposeAsync();
    }

    private async Task HotPathAsync(GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        try
        {
            await foreach (var message in _hotPath.Reader.ReadAllAsync(stopping))
                await DispatchAsync(message, removal, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left in memory has its row: the next sweep of any process takes it.
        }
    }

    private async Task SweepAsync(GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var due = publisher.IsReady
                    ? await OutboxTable.LeaseDueAsync(database, settings.SweepBatch, settings.Lease, stopping)
                    : [];
                if (due.Count > 0)
                    log.Swept(due.Count);
                foreach (var message in due)
                    await DispatchAsync(message, removal, stopping);
                if (due.Count < settings.SweepBatch)
                    await Task.Delay(settings.SweepEvery, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.SweepFailed(failure); // whatever it was: a sweep that ends for ever is found too late
                await Task.Delay(settings.SweepEvery, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits for a place, not for the answer: confirms come back while the next messages go out.</summary>
    private async Task DispatchAsync(OutgoingMessage message, GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        if (!publisher.IsReady)
            return; // the row stays and falls due again
        await _places.WaitAsync(stopping);
        _ = PublishAndRemoveAsync(message, removal);
    }

    private async Task PublishAndRemoveAsync(OutgoingMessage message, GroupCommit<Guid, bool> removal)
    {
        try
        {
            var outcome = await publisher.PublishAsync(message.Destination, "", AmqpMapping.ToProperties(message), message.Body);
            if (outcome == PublishOutcome.Confirmed)
                await removal.AddAsync(message.Id);
            else
                log.NotPublished(message.Id, message.Type, message.Destination, outcome); // the row stays and falls due again
        }
        catch (Exception failure)
        {
            log.NotRemoved(message.Id, failure); // published: a second copy will follow, and be absorbed
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<Guid> ids)
    {
        await OutboxTable.RemoveAsync(database, ids);
        return new bool[ids.Count];
    }
}
