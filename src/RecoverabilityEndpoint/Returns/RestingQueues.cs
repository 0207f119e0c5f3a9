using Notifications.Messaging.Broker;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>
/// Queues that take nothing at the moment, by the address at which their messages failed: they are full, or the broker refuses. Their messages are passed over, so that
/// those for other queues do not wait behind them.
/// </summary>
internal sealed class RestingQueues(TimeProvider time)
{
    /// <summary>Names come from messages, and a forger has any number of them.</summary>
    private const int Most = 1_000;

    private static readonly TimeSpan WhileFull = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (DateTimeOffset Until, int Failures)> _resting = [];

    public string[] Now()
    {
        var now = time.GetUtcNow();
        return [.. _resting.Where(queue => queue.Value.Until > now).Select(queue => queue.Key)];
    }

    public void IsFull(string queue) => Keep(queue, WhileFull, failures: 0);

    /// <summary>Longer each time.</summary>
    public void HasRefused(string queue)
    {
        var failures = _resting.GetValueOrDefault(queue).Failures;
        Keep(queue, Backoff.Delay(failures), failures + 1);
    }

    public void Takes(string queue) => _resting.Remove(queue);

    private void Keep(string queue, TimeSpan rest, int failures)
    {
        if (_resting.Count >= Most)
            _resting.Clear();
        _resting[queue] = (time.GetUtcNow() + rest, failures);
    }
}
