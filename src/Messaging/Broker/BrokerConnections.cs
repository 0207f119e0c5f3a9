using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>
/// Keeps connections. Publishing and consuming use one each: an alarm in the broker blocks publishing connections, and mail must go on.
/// The client library's own recovery is off: after a broker restart it can hang for minutes (rabbitmq-dotnet-client issues 1928, 1930),
/// and it brings channels back without the state that we need to know about. A broken connection is thrown away and opened anew.
/// </summary>
public sealed class BrokerConnections(
    BrokerSettings settings, Topology topology, EndpointName endpoint, TimeProvider time, ILogger<BrokerConnections> log)
{
    /// <summary>
    /// Until <paramref name="stopping"/>: open, declare the topology, <paramref name="use"/>, and again when the connection breaks.
    /// <paramref name="use"/> runs once for each connection; it ends when the connection is broken or we stop.
    /// </summary>
    public async Task KeepAsync(string purpose, Func<BrokerConnection, Task> use, CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await OpenAsync(purpose, stopping);
                log.Connected(purpose, connection.Address);
                failures = 0;
                await use(connection);
                if (!stopping.IsCancellationRequested)
                    log.ConnectionLost(purpose, await connection.Broken);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.NotConnected(purpose, failure.Message, Backoff.Delay(failures++));
            }

            await Task.Delay(Backoff.WithJitter(failures), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BrokerConnection> OpenAsync(string purpose, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(settings.Uri),
            ClientProvidedName = $"{endpoint.Name} {purpose}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = settings.Heartbeat,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = TimeSpan.FromSeconds(10),
        };
        factory.ClientProperties["endpoint_name"] = endpoint.Name;
        factory.ClientProperties["machine_name"] = Environment.MachineName;

        var connection = new BrokerConnection(await factory.CreateConnectionAsync(cancellation));
        try
        {
            await topology.DeclareAsync(connection, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
