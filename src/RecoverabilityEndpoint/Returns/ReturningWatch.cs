using System.Diagnostics.Metrics;
using Notifications.RecoverabilityEndpoint.Ingestion;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>What waits to be sent back, in every process, every few seconds, as a gauge. Database away: the figure is not there.</summary>
internal sealed class ReturningWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new(IngestionMetrics.MeterName);
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly Figures<Waiting> _waiting;

    public ReturningWatch(NpgsqlDataSource database, TimeProvider time)
    {
        (_database, _time, _waiting) = (database, time, new Figures<Waiting>(time));
        _meter.CreateObservableGauge(
            "notifications.failed_messages.returning", () => _waiting.Measure(waiting => waiting.Messages), "{message}", "Failed messages that wait to be sent back.");
    }

    private sealed record Waiting(long Messages);

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        do
            await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            _waiting.Show(new Waiting(await ReturnTable.CountAsync(_database, stopping)));
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            _waiting.Show(null);
        }
    }
}
