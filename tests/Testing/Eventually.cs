namespace Notifications.Testing;

/// <summary>Waits for a condition that other processes bring about: asks often, gives up when the test's time is over.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="condition">Asked until it holds.</param>
    /// <param name="what">For the failure message: what should have become true.</param>
    /// <param name="cancellation">The test's; give the test a <c>[CancelAfter]</c>.</param>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation)
    {
        try
        {
            while (!await condition())
                await Task.Delay(Pause, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"In the time that the test has, this did not become true: {what}.");
        }
    }
}
