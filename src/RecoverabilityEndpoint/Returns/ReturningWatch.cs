using System.Diagnostics.Metrics;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>What waits to be sent back, in every process, every few seconds, as a gauge. Database away: the figure is not there.</summary>
internal sealed class ReturningWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new(ReturnTelemetry.MeterName);
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private long? _waiting;

    public ReturningWatch(NpgsqlDataSource database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _meter.CreateObservableGauge<long>(
            "notifications.failed_messages.returning", () => _waiting is { } waiting ? [new Measurement<long>(waiting)] : [], "{message}", "Failed messages that wait to be sent back.");
    }

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
            _waiting = await ReturnTable.CountAsync(_database, stopping);
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            _waiting = null;
        }
    }
}
