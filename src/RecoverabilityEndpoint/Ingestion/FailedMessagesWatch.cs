using System.Diagnostics.Metrics;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>
/// How many failed messages there are, as a gauge, read by every process every few seconds: each shows the same. Says what failed after the last line too.
/// Database away: its figures are not there; others say why.
/// </summary>
internal sealed class FailedMessagesWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Those that are open. Answered from the index; the order by status lets it count without sorting.</summary>
    private const string Count =
        "SELECT status, count(*) FROM recoverability.failed_messages WHERE status IN ('unresolved', 'retry_issued', 'archived') GROUP BY status";

    private static readonly FailureStatus[] Shown = [FailureStatus.Unresolved, FailureStatus.RetryIssued, FailureStatus.Archived];

    private readonly Meter _meter = new(IngestionMetrics.MeterName);
    private readonly NpgsqlDataSource _database;
    private readonly FailureNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger<FailedMessagesWatch> _log;
    private readonly Figures<IReadOnlyDictionary<string, long>> _newest;

    public FailedMessagesWatch(NpgsqlDataSource database, FailureNews news, TimeProvider time, ILogger<FailedMessagesWatch> log)
    {
        (_database, _news, _time, _log, _newest) = (database, news, time, log, new Figures<IReadOnlyDictionary<string, long>>(time));
        _meter.CreateObservableGauge("notifications.failed_messages", Measure, "{message}", "Failed messages that are kept.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IngestionMetrics.BeginAtZero();
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            if (_news.Take() is { } told)
                _log.MessagesFailed(told.Messages, told.OfCause, told.Cause);
            await Task.Delay(Every, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var messages = new Dictionary<string, long>();
            await using var command = _database.CreateCommand(Count);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                messages.Add(rows.GetString(0), rows.GetInt64(1));
            _newest.Show(messages);
        }
        catch (Exception away) when (Database.IsAway(away) || away is OperationCanceledException)
        {
            _newest.Show(null);
        }
    }

    private IEnumerable<Measurement<double>> Measure() => Shown.SelectMany(status =>
        _newest.Measure(messages => messages.GetValueOrDefault(status.Column()), new KeyValuePair<string, object?>("status", status.Column())));
}
