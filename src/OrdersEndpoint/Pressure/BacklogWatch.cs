using System.Diagnostics.Metrics;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Outbox;
using Notifications.OrdersEndpoint.Orders;

namespace Notifications.OrdersEndpoint.Pressure;

/// <summary>
/// Looks at what waits to be e-mailed, and sets the pace of the intake by it. In: commands in the queue and on their way to it, how busy the machine is. Out: the gate's rate.
/// Broker away, it does not say, or there is no consumer: no limit; orders are taken while nothing can be sent. Never: a limit because a relay is down, or on a machine that has time to spare.
/// </summary>
internal sealed class BacklogWatch(
    IntakeGate gate, Publisher publisher, OutboxDispatcher outbox, IntakeSettings settings, TimeProvider time, ILogger<BacklogWatch> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Orders a second below which nobody is asked anything.</summary>
    private const double Few = 500;

    private readonly Processors _processors = new();
    private readonly Meter _meter = new(OrdersTelemetry.MeterName);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge(
            "notifications.orders.intake.limit", () => gate.Limit, "{order}/s", "Orders that are taken while e-mails fall behind; 0: as many as come.");
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.SlowDownAt == 0 || !_processors.AreKnown)
            return;
        var (taken, waiting, since) = (gate.Taken, 0L, time.GetTimestamp());
        while (true)
        {
            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            var elapsed = time.GetElapsedTime(since).TotalSeconds;
            var (accepted, busy) = ((gate.Taken - taken) / elapsed, _processors.BusySinceLastTime());
            var now = accepted > Few || waiting > settings.SlowDownAt || !double.IsInfinity(gate.Rate) ? await WaitingAsync(stoppingToken) : 0;
            Set(now is { } count ? IntakeRate.After(gate.Rate, new IntakeRate.Look(count, (count - waiting) / elapsed, accepted, busy), settings.SlowDownAt) : IntakeRate.Unlimited, now ?? 0);
            (taken, waiting, since) = (gate.Taken, now ?? 0, time.GetTimestamp());
        }
    }

    /// <summary>Null when the broker does not say, or when nobody consumes.</summary>
    private async Task<long?> WaitingAsync(CancellationToken stopping) =>
        await publisher.CountAsync(Endpoints.Notification, stopping) is { Consumers: > 0 } queue ? queue.Ready + outbox.Waiting : null;

    private void Set(double rate, long waiting)
    {
        if (double.IsInfinity(gate.Rate) && !double.IsInfinity(rate))
            log.SlowsDown(waiting, settings.SlowDownAt, rate);
        else if (!double.IsInfinity(gate.Rate) && double.IsInfinity(rate))
            log.AtFullSpeedAgain();
        gate.Rate = rate;
    }
}
