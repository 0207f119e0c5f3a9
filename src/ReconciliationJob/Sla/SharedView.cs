namespace Notifications.ReconciliationJob.Sla;

/// <summary>
/// One reading for everybody who asks within a second, also for those who ask while it is being read: a flood of readers costs the database nothing. A reading that
/// fails is shared in the same way.
/// </summary>
public sealed class SharedView(Func<CancellationToken, Task<SlaView>> read, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<SlaView>? _newest;
    private long _begun;

    public SharedView(SlaReader reader, SlaSettings settings, ReconciliationSettings reconciliation, TimeProvider time)
        : this(async cancellation => SlaView.Of(await reader.ReadAsync(cancellation), settings, reconciliation.Grace), time)
    {
    }

    /// <param name="cancellation">Of the one who asks: the others go on waiting.</param>
    public Task<SlaView> ReadAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_newest is null || (_newest.IsCompleted && time.GetElapsedTime(_begun) >= GoodFor))
            {
                _begun = time.GetTimestamp();
                _newest = read(CancellationToken.None);
            }

            return _newest.WaitAsync(cancellation);
        }
    }
}
