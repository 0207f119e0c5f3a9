using System.Diagnostics;
using System.Threading.Channels;
using Notifications.Messaging.Diagnostics;
using Npgsql;

namespace Notifications.Messaging.GroupCommit;

/// <summary>
/// Many callers, one durable effect: durability is paid per flush, not per item.
/// In: single items, each with a waiter. Out: each waiter's own result, after the batch that held its item is durable.
/// While one batch is in flight the next one gathers; when many come it is kept open for a few milliseconds more (<see cref="Linger"/>). A lone item is not delayed where somebody waits for it.
/// A server error that one item may have caused is tried again item by item, so a bad item fails alone; any other failure
/// (connection lost: the outcome may be unknown) goes to every waiter of the batch and is never repeated here.
/// </summary>
public sealed class GroupCommit<TItem, TResult> : IAsyncDisposable
{
    /// <summary>One durable effect for all items; results in the order of the items.</summary>
    public delegate Task<IReadOnlyList<TResult>> Commit(IReadOnlyList<TItem> items);

    private readonly string _name;
    private readonly Commit _commit;
    private readonly int _largestBatch;
    private readonly TimeProvider _time;
    private readonly Channel<Waiter> _waiting;
    private readonly SemaphoreSlim _gathering = new(1);
    private readonly Linger _linger;
    private readonly InHand _beingAnswered = new();
    private readonly Task[] _workers;
    private long _gatheredAt;
    private int _taken;

    /// <param name="name">What is committed, for traces and metrics, for example <c>orders</c>.</param>
    /// <param name="commit">The effect. Called by up to <paramref name="workers"/> batches at a time.</param>
    /// <param name="largestBatch">Items in one batch at most.</param>
    /// <param name="workers">Batches in flight at most.</param>
    /// <param name="capacity">Items waiting at most; beyond it <see cref="TryAdd"/> refuses and <see cref="AddAsync"/> waits.</param>
    /// <param name="time">For keeping a batch open.</param>
    /// <param name="patience">So long an item waits for others though it is alone; for what nobody waits for.</param>
    public GroupCommit(string name, Commit commit, int largestBatch = 256, int workers = 2, int capacity = 10_000, TimeProvider? time = null, TimeSpan patience = default)
    {
        (_name, _commit, _time) = (name, commit, time ?? TimeProvider.System);
        _linger = new Linger(patience);
        _largestBatch = largestBatch;
        _gatheredAt = _time.GetTimestamp();
        _waiting = Channel.CreateBounded<Waiter>(new BoundedChannelOptions(capacity) { AllowSynchronousContinuations = false });
        // Not in the trace of whoever happened to come first: all that is ever committed would be part of it.
        using (ExecutionContext.SuppressFlow())
            _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>The result for <paramref name="item"/>, or null at once when the queue is full.</summary>
    public Task<TResult>? TryAdd(TItem item)
    {
        var waiter = new Waiter(item);
        return _waiting.Writer.TryWrite(waiter) ? waiter.Task : null;
    }

    /// <summary>Waits for a place when the queue is full. Cancelling takes back only an item that has no place yet.</summary>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancellation = default)
    {
        var waiter = new Waiter(item);
        await _waiting.Writer.WriteAsync(waiter, cancellation);
        return await waiter.Task;
    }

    /// <summary>Takes no more items and returns when all that were taken have their result.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_workers);
        await _beingAnswered.CloseAsync();
    }

    private async Task WorkAsync()
    {
        for (var batch = new List<Waiter>(); await GatherAsync(batch); batch = new List<Waiter>(batch.Count)) // those of the last one may still be being answered
            await CommitAsync(batch);
    }

    /// <summary>One worker at a time: two that gather would share what comes.</summary>
    /// <returns>False when nothing comes any more.</returns>
    private async Task<bool> GatherAsync(List<Waiter> batch)
    {
        await _gathering.WaitAsync();
        try
        {
            if (!await _waiting.Reader.WaitToReadAsync())
                return false;
            Take(batch);
            var now = _time.GetTimestamp();
            var linger = _linger.After(_taken, _time.GetElapsedTime(_gatheredAt, now));
            (_gatheredAt, _taken) = (now, 0);
            if (linger > TimeSpan.Zero && batch.Count < _largestBatch && !_waiting.Reader.Completion.IsCompleted)
            {
                await Task.Delay(linger, _time);
                Take(batch);
            }

            return true;
        }
        finally
        {
            _gathering.Release();
        }
    }

    private void Take(List<Waiter> batch)
    {
        for (; batch.Count < _largestBatch && _waiting.Reader.TryRead(out var waiter); _taken++)
            batch.Add(waiter);
    }

    private async Task CommitAsync(List<Waiter> batch)
    {
        try
        {
            var results = await CommitOnceAsync(batch);
            Answer(batch, (number, waiter) => waiter.SetResult(results[number]));
        }
        catch (PostgresException refused) when (batch.Count > 1 && !refused.IsTransient)
        {
            // The server answered, so the batch is rolled back and nothing of it is stored: repeating is safe.
            for (var i = 0; i < batch.Count; i++)
            {
                if (await CommitAloneAsync(batch[i]) is { } failure and not PostgresException)
                {
                    Fail(batch[(i + 1)..], failure); // the server is gone: waiting for it with each of the others helps nobody
                    return;
                }
            }
        }
        catch (Exception failure)
        {
            Fail(batch, failure);
        }
    }

    private async Task<IReadOnlyList<TResult>> CommitOnceAsync(List<Waiter> batch)
    {
        using var activity = batch.Exists(waiter => waiter.Caller is not null) ? Tracing.StartBatch(_name, [.. batch.Select(waiter => waiter.Caller)]) : null;
        var began = Stopwatch.GetTimestamp();
        MessagingMetrics.BatchBegun(_name, batch.Count);
        foreach (var waiter in batch)
            MessagingMetrics.BatchWaited(_name, Stopwatch.GetElapsedTime(waiter.Since, began));
        try
        {
            var results = await _commit([.. batch.Select(waiter => waiter.Item)]);
            MessagingMetrics.BatchEnded(_name, Stopwatch.GetElapsedTime(began), failure: null);
            return results;
        }
        catch (Exception failure)
        {
            MessagingMetrics.BatchEnded(_name, Stopwatch.GetElapsedTime(began), failure);
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }

    /// <returns>Why it failed; null when it did not.</returns>
    private async Task<Exception?> CommitAloneAsync(Waiter waiter)
    {
        try
        {
            var results = await CommitOnceAsync([waiter]);
            Answer([waiter], (_, alone) => alone.SetResult(results[0]));
            return null;
        }
        catch (Exception failure)
        {
            Fail([waiter], failure);
            return failure;
        }
    }

    private void Fail(List<Waiter> waiters, Exception failure) => Answer(waiters, (_, waiter) => waiter.SetException(failure));

    private void Answer(List<Waiter> waiters, Action<int, Waiter> answer)
    {
        _beingAnswered.TryEnter();
        var left = waiters.Count;
        Waiter.Answer(waiters, (number, waiter) =>
        {
            answer(number, waiter);
            if (Interlocked.Decrement(ref left) == 0)
                _beingAnswered.Leave();
        });
    }

    private sealed class Waiter(TItem item) : Waiting<TResult>
    {
        public TItem Item { get; } = item;

        public Activity? Caller { get; } = Activity.Current;

        public long Since { get; } = Stopwatch.GetTimestamp();
    }
}
