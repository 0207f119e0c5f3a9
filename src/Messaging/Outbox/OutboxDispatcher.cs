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
    private const int Places = 2_048;

    /// <summary>Nobody waits for a row to be gone; of 200 a second ten share a transaction then. Much shorter than <see cref="OutboxSettings.Reserve"/>.</summary>
    private static readonly TimeSpan RemoveWithin = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _places = new(Places);
    private readonly InHand _inHand = new();
    private readonly Outage _sweeping = new(time);
    private readonly Outage _publishing = new(time);
    private readonly Outage _removing = new(time);
    private readonly Channel<OutgoingMessage> _hotPath = Channel.CreateBounded<OutgoingMessage>(settings.HotPathCapacity);

    /// <summary>Messages that are in memory here, not yet confirmed and removed.</summary>
    public long Waiting => _hotPath.Reader.Count + Places - _places.CurrentCount;

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
        var removal = new GroupCommit<Guid, bool>("removals", RemoveAsync, time: time, patience: RemoveWithin);
        await Task.WhenAll(HotPathAsync(removal, stoppingToken), SweepAsync(removal, stoppingToken));
        await _inHand.CloseAsync(); // every publish has its answer: the publisher gives each a deadline
        await removal.DisposeAsync();
    }

    /// <summary>When we are to stop, what waits in memory is still published, as long as that goes quickly; the rest has its rows.</summary>
    private async Task HotPathAsync(GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        using var giveUp = new CancellationTokenSource();
        await using var toStop = stopping.Register(() =>
        {
            _hotPath.Writer.TryComplete();
            giveUp.CancelAfter(settings.FlushWithin);
        });
        try
        {
            await foreach (var message in _hotPath.Reader.ReadAllAsync(giveUp.Token))
                await DispatchAsync(message, removal, giveUp.Token);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The next sweep of any process takes it.
        }
    }

    private async Task SweepAsync(GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var due = publisher.IsReady ? await LeaseDueAsync(stopping) : [];
                if (due.Count > 0)
                {
                    CrashPoint.Reached(CrashPoint.AfterLease);
                    log.Swept(due.Count);
                }

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
                if (_sweeping.Failed() is { } leftOut) // whatever it was: a sweep that ends for ever is found too late
                    log.SweepFailed(FailureText.ReasonOf(failure), settings.SweepEvery, leftOut, FailureText.StackOf(failure));
                await Task.Delay(settings.SweepEvery, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IReadOnlyList<OutgoingMessage>> LeaseDueAsync(CancellationToken stopping)
    {
        var due = await OutboxTable.LeaseDueAsync(database, settings.SweepBatch, settings.Lease, stopping);
        if (_sweeping.Worked() is { } leftOut)
            log.SweptAgain(leftOut);
        return due;
    }

    /// <summary>Waits for a place, not for the answer: confirms come back while the next messages go out.</summary>
    private async Task DispatchAsync(OutgoingMessage message, GroupCommit<Guid, bool> removal, CancellationToken stopping)
    {
        if (!publisher.IsReady)
            return; // the row stays and falls due again
        await _places.WaitAsync(stopping);
        if (_inHand.TryEnter())
            _ = PublishAndRemoveAsync(message, removal);
    }

    private async Task PublishAndRemoveAsync(OutgoingMessage message, GroupCommit<Guid, bool> removal)
    {
        try
        {
            var outcome = await publisher.PublishAsync(Publication.Of(message, time.GetUtcNow()));
            if (outcome == PublishOutcome.Confirmed)
                await removal.AddAsync(message.Id);
            else if (outcome == PublishOutcome.Unroutable)
                log.Unroutable(message.Id, message.Type, message.Destination);
            else if (_publishing.Failed() is { } leftOut)
                log.NotPublished(message.Id, message.Type, message.Destination, outcome, leftOut);
        }
        catch (Exception failure)
        {
            if (_removing.Failed() is { } leftOut) // published: a second copy will follow, and be absorbed
                log.NotRemoved(message.Id, FailureText.ReasonOf(failure), leftOut, FailureText.StackOf(failure));
        }
        finally
        {
            _places.Release();
            _inHand.Leave();
        }
    }

    private async Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<Guid> ids)
    {
        CrashPoint.Reached(CrashPoint.AfterConfirm);
        await OutboxTable.RemoveAsync(database, ids);
        return new bool[ids.Count];
    }
}
