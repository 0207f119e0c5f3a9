using System.Diagnostics;

namespace Notifications.Testing;

/// <summary>Customers do not wait for each other: so many a second begin, whether or not the earlier ones are answered.</summary>
public static class SteadyRate
{
    /// <param name="perSecond">How many begin.</param>
    /// <param name="begin">The one of this number, from 0 on; the function that it gets tells how long ago it was due.</param>
    /// <param name="isEnough">After so many: asked before each.</param>
    /// <param name="cancellation">The test's.</param>
    /// <returns>How many have begun, when the last has ended.</returns>
    public static async Task<int> FlowAsync(int perSecond, Func<int, Func<TimeSpan>, Task> begin, Func<int, bool> isEnough, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var begun = new List<Task>();
        for (var number = 0; !isEnough(number); number++)
        {
            var due = TimeSpan.FromSeconds(number / (double)perSecond);
            if (due - Stopwatch.GetElapsedTime(start) is var early && early > TimeSpan.FromMilliseconds(5))
                await Task.Delay(early, cancellation); // this is the load, not a wait for luck
            begun.Add(begin(number, () => Stopwatch.GetElapsedTime(start) - due));
        }

        await Task.WhenAll(begun);
        return begun.Count;
    }
}
