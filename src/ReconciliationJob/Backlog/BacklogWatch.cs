using System.Diagnostics.Metrics;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.ReconciliationJob.Sla;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.ReconciliationJob.Backlog;

/// <summary>
/// What waits on the way: rows in the outbox, and messages in the queues as the broker counts them, with those who consume them. On every node, every few seconds, as gauges.
/// Database or broker away: its figures are not there; other gauges say why.
/// </summary>
public sealed class BacklogWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UntilConnected = TimeSpan.FromSeconds(1);
    private static readonly string[] Queues = [Endpoints.Notification, Endpoints.RetriesOf(Endpoints.Notification), Endpoints.Error];

    private readonly Meter _meter = new(SlaMetrics.MeterName);
    private readonly NpgsqlDataSource _database;
    private readonly Publisher _broker;
    private readonly TimeProvider _time;
    private readonly Figures<OutboxBacklog> _outbox;
    private readonly Dictionary<string, Figures<QueueCount>> _queues;

    public BacklogWatch(NpgsqlDataSource database, Publisher broker, TimeProvider time)
    {
        (_database, _broker, _time) = (database, broker, time);
        _outbox = new Figures<OutboxBacklog>(time);
        _queues = Queues.ToDictionary(queue => queue, _ => new Figures<QueueCount>(time));
        _meter.CreateObservableGauge("notifications.outbox.messages", () => _outbox.Measure(outbox => outbox.Messages), "{message}", "Rows in the outbox.");
        _meter.CreateObservableGauge("notifications.outbox.oldest.age", () => _outbox.Measure(outbox => outbox.OldestAgeSeconds), "s", "Age of the oldest of them.");
        AddQueues("notifications.queue.messages", "{message}", "Messages that wait, as the broker counts them.", count => count.Ready);
        AddQueues("notifications.queue.consumers", "{consumer}", "Consumers, as the broker counts them.", count => count.Consumers);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ReconciliationTelemetry.BeginAtZero();
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(_broker.IsReady ? Every : UntilConnected, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var queue in Queues)
            _queues[queue].Show(await _broker.CountAsync(queue, cancellation));
        try
        {
            _outbox.Show(await BacklogTable.ReadAsync(_database, cancellation));
        }
        catch (Exception away) when (Database.IsAway(away) || away is OperationCanceledException)
        {
            _outbox.Show(null);
        }
    }

    private void AddQueues(string name, string unit, string description, Func<QueueCount, double?> read) => _meter.CreateObservableGauge(
        name, () => _queues.SelectMany(queue => queue.Value.Measure(read, new KeyValuePair<string, object?>(Conventions.Destination, queue.Key))), unit, description);
}
