using Microsoft.Extensions.Time.Testing;

namespace Notifications.MailCatcher.Tests;

internal static class Clock
{
    /// <summary>Lets the clock run, step by step, until something has happened. How much of its time went by is what a test may count on.</summary>
    public static async Task<TimeSpan> RunUntilAsync(this FakeTimeProvider clock, Task happened, TimeSpan step)
    {
        var before = clock.GetUtcNow();
        while (!happened.IsCompleted)
        {
            clock.Advance(step);
            await Task.WhenAny(happened, Task.Run(Thread.Yield));
        }

        await happened;
        return clock.GetUtcNow() - before;
    }
}
