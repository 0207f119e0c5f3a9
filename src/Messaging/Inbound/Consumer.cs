using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// In: deliveries from this endpoint's two queues, in competition with any number of other processes. Out: each settled once its outcome is durable.
/// Broker away: connects anew; what was unsettled is handed to somebody, and the receiver's own records absorb what was already done.
/// Death in between: the same. Stopping: takes nothing new, lets handlers finish, then tells them to give up; the rest goes back to the queue.
/// Never: a message acknowledged whose outcome is not recorded, or an unreadable one that holds up the others.
/// </summary>
public sealed class Consumer(
    BrokerConnections broker, MessageProcessor processor, EndpointIdentity endpoint, ConsumerSettings settings, TimeProvider time, ILogger<Consumer> log)
    : BackgroundService
{
    private volatile bool _connected;

    public bool IsConsuming => _connected;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        broker.KeepAsync("consumer", connection => ConsumeAsync(connection, stoppingToken), stoppingToken);

    private async Task ConsumeAsync(BrokerConnection connection, CancellationToken stopping)
    {
        using var ending = new CancellationTokenSource();
        await using (var consumption = new Consumption(connection, processor, endpoint, settings, time, log))
        {
            await consumption.StartAsync();
            log.Consuming(endpoint.Name, endpoint.Retries, connection.Address, settings.Concurrency);
            _connected = true;
            var watching = consumption.Lanes.Select(lane => new ConsumerWatch(connection, lane, settings, time, log).RunAsync(ending.Token)).ToList();
            await ((Task)connection.Broken).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            _connected = false;
            await ending.CancelAsync();
            await Task.WhenAll(watching);
        }

        log.ConsumerStopped(endpoint.Name);
    }
}
