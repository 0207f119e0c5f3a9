namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Something is to be sent back: whoever waits for that in this process need not wait until they would look again.</summary>
internal sealed class ReturnSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already.
        }
    }

    public void Dispose() => _set.Dispose();

    public Task WaitAsync(TimeSpan most, CancellationToken cancellation) => _set.WaitAsync(most, cancellation);
}
