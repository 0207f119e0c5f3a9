namespace Notifications.MailCatcher.Faults;

/// <summary>A fault in force.</summary>
public sealed class FaultRule(Fault fault)
{
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _struck;

    public Fault Fault { get; } = fault;

    /// <summary>How often it has struck.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>Ends with the rule: who hangs because of it goes on.</summary>
    internal Task Removed => _removed.Task;

    /// <summary>Waits until it has struck that often: its effect on the client has begun.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public Task WaitUntilStruckAsync(int times = 1, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_struck >= times)
                return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((times, reached));
            return reached.Task.WaitAsync(within ?? TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    /// <summary>Strikes, if it is meant for these recipients and has not struck often enough.</summary>
    internal bool TryStrike(FaultPoint at, IReadOnlyList<string> recipients)
    {
        if (Fault.At != at || (Fault.Recipient is { } part && !recipients.Any(to => to.Contains(part, StringComparison.OrdinalIgnoreCase))))
            return false;

        lock (_lock)
        {
            if (_struck == Fault.Times || Removed.IsCompleted)
                return false;

            _struck++;
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count <= _struck))
                reached.TrySetResult();
            _waiting.RemoveAll(waiting => waiting.Count <= _struck);
            return true;
        }
    }

    internal void Remove() => _removed.TrySetResult();
}
