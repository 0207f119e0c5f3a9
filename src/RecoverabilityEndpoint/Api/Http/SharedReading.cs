namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>
/// One reading for everybody who asks within a second, also for those who ask while it is being read: every open page of ServicePulse counts the same messages every five seconds.
/// A reading that fails is shared in the same way.
/// </summary>
internal sealed class SharedReading<T>(Func<Task<T>> read, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<T>? _newest;
    private long _begun;

    /// <param name="cancellation">Of the one who asks: the others go on waiting.</param>
    public Task<T> ReadAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_newest is null || (_newest.IsCompleted && time.GetElapsedTime(_begun) >= GoodFor))
            {
                _begun = time.GetTimestamp();
                _newest = Task.Run(read, CancellationToken.None);
            }

            return _newest.WaitAsync(cancellation);
        }
    }
}
