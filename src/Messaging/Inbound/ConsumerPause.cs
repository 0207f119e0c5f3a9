using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// For business code that knows that no message can be handled now, because what all of them need is away. During a pause no message is begun:
/// those that are here wait, the others stay in the queue, none spends an attempt. Handlers that run go on. When it ends everything goes on at once.
/// It is this process's own. Any thread may call; beginning one that is on, or ending none, does nothing.
/// </summary>
public sealed class ConsumerPause(EndpointIdentity endpoint, TimeProvider time, ILogger<ConsumerPause> log)
{
    private readonly Lock _lock = new();
    private volatile string? _reason;
    private volatile TaskCompletionSource _begun = Signal();
    private volatile TaskCompletionSource _ended = Signal();
    private DateTimeOffset _since;

    public bool IsPaused => _reason is not null;

    /// <summary>As it was begun with; null while there is no pause.</summary>
    public string? Reason => _reason;

    /// <summary>Completed while there is no pause.</summary>
    public Task Ended => IsPaused ? _ended.Task : Task.CompletedTask;

    /// <summary>Each time, by whoever ends it.</summary>
    internal event Action? GoOn;

    /// <param name="reason">For the log and the health check: what is away.</param>
    public void Begin(string reason)
    {
        lock (_lock)
        {
            if (IsPaused)
                return;
            (_reason, _since, _ended) = (reason, time.GetUtcNow(), Signal());
            _begun.SetResult();
            log.PauseBegun(endpoint.Name, reason);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            if (!IsPaused)
                return;
            (_reason, _begun) = (null, Signal());
            _ended.SetResult();
            log.PauseEnded(endpoint.Name, time.GetUtcNow() - _since);
        }

        GoOn?.Invoke();
    }

    /// <summary>Until a pause has lasted so long without an end.</summary>
    internal async Task HasLastedAsync(TimeSpan length, CancellationToken cancellation)
    {
        while (true)
        {
            await _begun.Task.WaitAsync(cancellation);
            try
            {
                await Ended.WaitAsync(length, time, cancellation);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
