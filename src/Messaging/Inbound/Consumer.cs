using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: deliveries from this endpoint's two queues, in competition with any number of other processes. Out: each settled once its outcome is durable.
/// Broker away: connects anew; what was unsettled is handed to somebody, and the receiver's own records absorb what was already done.
/// Death in between: the same. Stopping: takes nothing new, lets handlers finish, then tells them to give up; the rest goes back to the queue.
/// Paused for long: the same as stopping, and it waits without consuming until the pause ends.
/// Never: a message acknowledged whose outcome is not recorded, or an unreadable one that holds up the others.
/// </summary>
public sealed class Consumer(
    BrokerConnections broker,
    MessageProcessor processor,
    ConsumerPause pause,
    EndpointIdentity endpoint,
    ConsumerSettings settings,
    TimeProvider time,
    ILogger<Consumer> log)
    : BackgroundService
{
    private volatile bool _connected;
    private volatile bool _consuming;
    private volatile Consumption? _consumption;

    /// <summary>It has a connection, by which it consumes or waits for the end of a pause.</summary>
    public bool IsConnected => _connected;

    /// <summary>The broker hands us messages, as far as prefetch goes.</summary>
    public bool IsConsuming => _consuming;

    /// <summary>Messages that are being handled.</summary>
    public int InHand => _consumption?.InHand ?? 0;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        broker.KeepAsync("consumer", connection => UseAsync(connection, stoppingToken), stoppingToken);

    private async Task UseAsync(BrokerConnection connection, CancellationToken stopping)
    {
        var over = ((Task)connection.Broken).WaitAsync(stopping);
        _connected = true;
        try
        {
            while (await Task.WhenAny(over, pause.Ended) != over)
                await ConsumeAsync(connection, over);
        }
        finally
        {
            _connected = false;
        }
    }

    /// <summary>Until it is over, or a pause takes too long.</summary>
    private async Task ConsumeAsync(BrokerConnection connection, Task over)
    {
        using var ending = new CancellationTokenSource();
        var consumption = new Consumption(connection, processor, pause, endpoint, settings, time, log);
        await using (consumption)
        {
            await consumption.StartAsync();
            _consumption = consumption;
            log.Consuming(endpoint.Name, endpoint.Retries, connection.Address, settings.Concurrency);
            _consuming = true;
            var watching = consumption.Lanes.Select(lane => new ConsumerWatch(connection, lane, settings, time, log).RunAsync(ending.Token)).ToList();
            await Task.WhenAny(over, pause.HasLastedAsync(settings.HoldWhilePaused, ending.Token));

            _consuming = false;
            await ending.CancelAsync();
            await Task.WhenAll(watching);
        }

        if (over.IsCompleted)
        {
            log.ConsumerStopped(endpoint.Name);
            return;
        }

        await consumption.HandBackAsync();
        log.HandedBack(endpoint.Name, settings.HoldWhilePaused);
    }
}
