using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.ServiceDefaults;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>
/// Says which endpoints have fallen silent, and which are heard again; every process looks, and one of them says it. Forgets what is silent for long.
/// Nothing is said before this process itself has heard for a whole grace period, without a break: after a standstill of broker, database or ours all are silent.
/// </summary>
internal sealed class HeartbeatWatch(NpgsqlDataSource database, QueueReader reader, HeartbeatSettings settings, TimeProvider time, ILogger<HeartbeatWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Outage _outage = new(time);
    private long? _heardSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (Hears())
                await LookAsync(stoppingToken);
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Hears()
    {
        if (!reader.IsWell)
            _heardSince = null;
        else
            _heardSince ??= time.GetTimestamp();
        return _heardSince is { } since && time.GetElapsedTime(since) >= settings.GracePeriod;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var (silent, heardAgain) = await EndpointTable.LookAsync(database, settings.GracePeriod, cancellation);
            foreach (var sentence in silent)
                log.Silent(sentence);
            foreach (var sentence in heardAgain)
                log.HeardAgain(sentence);
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(EndpointTable.ForgetAfter(settings.ForgetAfter));
            batch.BatchCommands.Add(CustomCheckTable.ForgetAfter(settings.ForgetAfter));
            await batch.ExecuteNonQueryAsync(cancellation);
            if (_outage.Worked() is { } left)
                log.HeartbeatsWatchedAgain(left);
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            _heardSince = null; // the beats of that time may be missing too
            if (_outage.Failed() is { } leftOut)
                log.HeartbeatsNotWatched(FailureText.ReasonOf(away), leftOut, FailureText.StackOf(away));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // We stop.
        }
    }
}
