using Notifications.Messaging.Diagnostics;

namespace Notifications.ReconciliationJob.Schedule;

internal static class Job
{
    /// <summary>
    /// No failure reaches Quartz: whatever it was, the job is due again soon, and a scheduler that has met enough failures would stop asking. It is
    /// logged here, once, and <see cref="ScheduleWatch"/> sees what does not get done.
    /// </summary>
    public static async ValueTask RunAsync(string name, ILogger log, Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was committed until now stands; the next run goes on.
        }
        catch (Exception failure)
        {
            log.JobFailed(name, FailureText.ReasonOf(failure), FailureText.StackOf(failure));
        }
    }
}
