using Notifications.Messaging.Diagnostics;
using Notifications.ServiceDefaults;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>Keeps the metrics fresh on every node, also on one that does not run the job: whoever watches must hear that nobody does.</summary>
internal sealed class SlaRefresh(SharedView views, SlaMetrics metrics, TimeProvider time, ILogger<SlaRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
            await OnceAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task OnceAsync(CancellationToken cancellation)
    {
        try
        {
            metrics.Show(await views.ReadAsync(cancellation));
            if (_isAway)
                log.FiguresAgain();
            _isAway = false;
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            metrics.Show(null);
            if (!_isAway)
                log.NoFigures(FailureText.ReasonOf(away), FailureText.StackOf(away));
            _isAway = true;
        }
    }
}
