using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.ServiceDefaults;
using Quartz;

namespace Notifications.ReconciliationJob.Schedule;

/// <summary>
/// Starts Quartz once the database lets us in, and stops it when the host stops: jobs that run are waited for. Until then, as in every other host, the process
/// is live and not ready. Quartz itself can be started only once: if it fails although the database is there, the process ends and is started anew.
/// </summary>
public sealed class ScheduleStart(ISchedulerFactory schedulers, HealthCheckService health, TimeProvider time, ILogger<ScheduleStart> log) : BackgroundService
{
    private readonly Outage _waiting = new(time);
    private volatile IScheduler? _started;

    public bool HasStarted => _started is not null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; await WhyNotAsync(stoppingToken) is { } reason; failures++)
        {
            if (_waiting.Failed() is { } leftOut)
                log.ScheduleWaits(reason, leftOut);
            await Task.Delay(Backoff.WithJitter(failures), time, stoppingToken);
        }

        var scheduler = await schedulers.GetScheduler(stoppingToken);
        await scheduler.Start(stoppingToken);
        _started = scheduler;
        log.ScheduleStarted();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_started is { } scheduler)
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    /// <summary>Null when the database can be reached, may be written to, and has our schema.</summary>
    private async Task<string?> WhyNotAsync(CancellationToken stopping)
    {
        var (_, database) = (await health.CheckHealthAsync(check => check.Name == Database.Part, stopping)).Entries.Single();
        return database.Status == HealthStatus.Healthy ? null : database.Exception is { } away ? FailureText.ReasonOf(away) : database.Description ?? "";
    }
}
