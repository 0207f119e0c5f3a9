using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: the deliveries of one channel, in their order. Out: handled in batches, one after the other, and acknowledged after that.
/// Database away: the same again after a pause, and nothing overtakes it. For long: everything is handed back, and the end is when one was handled.
/// A batch that is refused: one by one. What is refused alone is set aside, tried again from time to time, and others overtake it.
/// Never: a delivery acknowledged that was not handled. One may be handled twice: its acknowledgement can be lost.
/// </summary>
internal sealed class QueueBatches(
    QueueReading reading, Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle, Outage outage, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan TryRefusedEvery = TimeSpan.FromSeconds(5);

    private readonly Channel<Taken> _arrived = Channel.CreateUnbounded<Taken>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Taken> _refused = [];
    private readonly TaskCompletionSource _overfull = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _refusedTriedAt;
    private long? _failingSince;
    private bool _isHandedBack;
    private volatile bool _isFailing;
    private long _held;
    private long _heldBytes;

    private readonly record struct Taken(Acknowledgements.Delivery Delivery, IncomingMessage Message)
    {
        public long Size => Message.Body.Length + Message.Headers.Sum(header => header.Key.Length + header.Value.Length);
    }

    /// <summary>The last try of any kind was in vain.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Ends when several messages are held that have more bytes than may be.</summary>
    public Task Overfull => _overfull.Task;

    public void Add(Acknowledgements.Delivery delivery, IncomingMessage message)
    {
        var taken = new Taken(delivery, message);
        if (Interlocked.Increment(ref _held) > 1 & Interlocked.Add(ref _heldBytes, taken.Size) > reading.MostHeld)
            _overfull.TrySetResult();
        _arrived.Writer.TryWrite(taken);
    }

    /// <param name="handBack">Gives all deliveries back to the broker.</param>
    /// <param name="ending">No other batch is begun, and none is tried again.</param>
    /// <param name="giveUp">For the batch in hand.</param>
    public async Task RunAsync(Func<Task> handBack, CancellationToken ending, CancellationToken giveUp)
    {
        while (!ending.IsCancellationRequested && !_isHandedBack)
        {
            await AnyAsync(ending);
            if (!ending.IsCancellationRequested && Gather() is { Count: > 0 } batch && await TryAsync(batch, giveUp) is { } failure)
                await OneByOneAsync(batch, failure, handBack, ending, giveUp);
            if (_refused.Count > 0 && time.GetElapsedTime(_refusedTriedAt) >= TryRefusedEvery && !ending.IsCancellationRequested)
                await TryRefusedAsync(giveUp);
        }
    }

    /// <summary>Until something has come, or it is time for what was refused.</summary>
    private async Task AnyAsync(CancellationToken ending)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ending);
        if (_refused.Count > 0)
            enough.CancelAfter(TryRefusedEvery);
        await ((Task)_arrived.Reader.WaitToReadAsync(enough.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private List<Taken> Gather()
    {
        var batch = new List<Taken>();
        for (var bytes = 0L; batch.Count < reading.LargestBatch && _arrived.Reader.TryPeek(out var next); batch.Add(next))
        {
            bytes += next.Size;
            if (batch.Count > 0 && bytes > reading.LargestBytes)
                break;
            _arrived.Reader.TryRead(out _);
        }

        return batch;
    }

    private async Task OneByOneAsync(IReadOnlyList<Taken> batch, Exception first, Func<Task> handBack, CancellationToken ending, CancellationToken giveUp)
    {
        var failures = 0;
        if (!IsRefusal(first))
            await PauseAsync(failures++, handBack, ending);
        for (var next = 0; next < batch.Count && !ending.IsCancellationRequested;)
        {
            var failure = await TryAsync([batch[next]], giveUp);
            if (failure is not null && !IsRefusal(failure))
            {
                await PauseAsync(failures++, handBack, ending);
                continue;
            }

            if (_isHandedBack)
                return;
            if (failure is not null)
                SetAside(batch[next]);
            failures = 0;
            next++;
        }
    }

    private void SetAside(Taken refused)
    {
        if (_refused.Count == 0)
            _refusedTriedAt = time.GetTimestamp();
        _refused.Enqueue(refused);
    }

    /// <summary>Each once at most, and no others after one that is refused again.</summary>
    private async Task TryRefusedAsync(CancellationToken giveUp)
    {
        for (var left = _refused.Count; left > 0; left--)
        {
            if (await TryAsync([_refused.Peek()], giveUp) is not null)
            {
                _refused.Enqueue(_refused.Dequeue());
                break;
            }

            _refused.Dequeue();
        }

        _refusedTriedAt = time.GetTimestamp();
    }

    private async Task PauseAsync(int failures, Func<Task> handBack, CancellationToken ending)
    {
        if (!_isHandedBack && time.GetElapsedTime(_failingSince ?? time.GetTimestamp()) >= reading.HoldFailing)
        {
            _isHandedBack = true;
            log.ReadingHandedBack(reading.Queue, reading.HoldFailing);
            await handBack();
        }

        await Task.Delay(Backoff.WithJitter(failures), time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>Null when they are handled.</returns>
    private async Task<Exception?> TryAsync(IReadOnlyList<Taken> batch, CancellationToken giveUp)
    {
        try
        {
            await handle([.. batch.Select(taken => taken.Message)], giveUp);
        }
        catch (Exception failure)
        {
            _isFailing = true;
            _failingSince ??= time.GetTimestamp();
            if (!giveUp.IsCancellationRequested && outage.Failed() is { } leftOut)
                log.NotRead(reading.Queue, batch.Count, FailureText.ReasonOf(failure), leftOut, FailureText.StackOf(failure));
            return failure;
        }

        _isFailing = false;
        _failingSince = null;
        foreach (var taken in batch)
        {
            taken.Delivery.Acknowledge();
            Interlocked.Decrement(ref _held);
            Interlocked.Add(ref _heldBytes, -taken.Size);
        }

        if (outage.Worked() is { } left)
            log.ReadAgain(reading.Queue, left);
        return null;
    }

    /// <summary>The database answered, or it was not asked: then another message may fare better.</summary>
    private static bool IsRefusal(Exception failure) => failure is PostgresException { IsTransient: false } || failure is not (NpgsqlException or TimeoutException or OperationCanceledException);
}
