using Notifications.Messaging.Diagnostics;
using Notifications.ReconciliationJob.Runs;
using Npgsql;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>
/// Who guards the guard. On every node; in: when the last run ended, by the database's clock, whoever made it. When that is too long ago, the schedule
/// stands: its tables are damaged, or a node whose clock was wrong has put the next run into the future. Then this node runs without it, and puts
/// triggers back into service that Quartz has taken out or that are due too far ahead. Several nodes may do so at a time: runs pass over each other's orders.
/// Database away: nothing can be done, and it is said. Never: an end of the watch before the end of the process.
/// </summary>
public sealed class ScheduleWatch(
    NpgsqlDataSource database, Reconciler reconciler, ISchedulerFactory schedulers, ReconciliationSettings settings, TimeProvider time, ILogger<ScheduleWatch> log)
    : BackgroundService
{
    private readonly Outage _looking = new(time);

    /// <summary>Null until it is known.</summary>
    public TimeSpan? Age { get; private set; }

    /// <summary>Longer than another node needs to take over from one that died in a run: that is noticed after 15 s or less.</summary>
    public static TimeSpan Longest(ReconciliationSettings settings) => (settings.Every * 2) + TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(settings.Every, time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await LookAsync(time.GetElapsedTime(started), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                if (_looking.Failed() is { } leftOut)
                    log.WatchFailed(FailureText.ReasonOf(failure), settings.Every, leftOut, FailureText.StackOf(failure));
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LookAsync(TimeSpan up, CancellationToken stopping)
    {
        Age = await RunTable.AgeOfLastAsync(database, stopping);
        // The first run of all, and that after a time when no node was up, belong to the schedule.
        if ((Age is { } age && age < Longest(settings)) || up < Longest(settings))
            return;
        log.ScheduleStands(Age, settings.Every);
        await reconciler.RunAsync(RunPurpose.New, stopping);
        await PutBackAsync(stopping);
    }

    private async Task PutBackAsync(CancellationToken stopping)
    {
        var scheduler = await schedulers.GetScheduler(stopping);
        foreach (var key in ReconciliationSchedule.Triggers)
        {
            if (await scheduler.GetTriggerState(key, stopping) == TriggerState.Error)
            {
                await scheduler.ResetTriggerFromErrorState(key, stopping);
                log.TriggerReset(key.Name);
            }
            else if (await scheduler.GetTrigger(key, stopping) is ISimpleTrigger trigger && trigger.NextFireTimeUtc > time.GetUtcNow() + (trigger.RepeatInterval * 2))
            {
                await scheduler.RescheduleJob(key, trigger.GetTriggerBuilder().StartNow().Build(), stopping);
                log.TriggerBroughtForward(key.Name, trigger.NextFireTimeUtc.Value);
            }
        }
    }
}
