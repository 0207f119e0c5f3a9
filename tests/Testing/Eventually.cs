namespace Notifications.Testing;

/// <summary>Waits for a condition that other processes bring about: asks often, gives up when the test's time is over.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="condition">Asked until it holds.</param>
    /// <param name="what">For the failure message: what should have become true.</param>
    /// <param name="cancellation">The test's; give the test a <c>[CancelAfter]</c>.</param>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation) => UntilAsync(condition, holds => holds, _ => what, cancellation);

    /// <param name="value">Asked until it is as expected.</param>
    /// <param name="expected">What it is to be.</param>
    /// <param name="what">For the failure message, which tells the last value too: what it is of.</param>
    /// <param name="cancellation">The test's; give the test a <c>[CancelAfter]</c>.</param>
    /// <exception cref="TimeoutException">It did not become that in time.</exception>
    public static Task EqualAsync<T>(Func<Task<T>> value, T expected, string what, CancellationToken cancellation)
        where T : IEquatable<T> => UntilAsync(value, last => last.Equals(expected), last => $"{what}, {expected} and not {last}", cancellation);

    private static async Task UntilAsync<T>(Func<Task<T>> value, Func<T, bool> isReached, Func<T?, string> what, CancellationToken cancellation)
    {
        T? last = default;
        try
        {
            while (!isReached(last = await value()))
                await Task.Delay(Pause, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"In the time that the test has, this did not become true: {what(last)}.");
        }
    }
}
