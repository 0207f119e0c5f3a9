using System.Net.Security;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Notifications.Messaging.Broker;

/// <summary>
/// Keeps connections. Publishing and consuming use one each: an alarm in the broker blocks publishing connections, and mail must go on.
/// The client library's own recovery is off: after a broker restart it can hang for minutes (rabbitmq-dotnet-client issues 1928, 1930),
/// and it brings channels back without the state that we need to know about. A broken connection is thrown away and opened anew, to the
/// next node where there are several. The library would choose among them, but only by whose socket opens: a node that lets us in and cannot
/// reach the others would be taken again and again.
/// </summary>
public sealed class BrokerConnections(
    BrokerSettings settings, Topology topology, EndpointIdentity endpoint, TimeProvider time, ILogger<BrokerConnections> log)
{
    /// <summary>The client library bounds the opening of the socket only: a broker that accepts and then says nothing would be waited for for ever.</summary>
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Until <paramref name="stopping"/>: open, declare the topology, <paramref name="use"/>, and again when the connection breaks.
    /// <paramref name="use"/> runs once for each connection; it ends when the connection is broken or we stop.
    /// </summary>
    public async Task KeepAsync(string purpose, Func<BrokerConnection, Task> use, CancellationToken stopping)
    {
        var nodes = BrokerNodes.Of(settings);
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            var node = nodes.Next();
            try
            {
                var connection = await OpenAsync(node, purpose, stopping);
                log.Connected(purpose, connection.Address);
                failures = 0;
                await UseAsync(connection, use, stopping);
                if (!stopping.IsCancellationRequested)
                    log.ConnectionLost(purpose, node.Authority, await connection.Broken);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.NotConnected(purpose, node.Authority, Reason(failure), Backoff.Delay(failures++));
            }

            await Task.Delay(Backoff.WithJitter(failures), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One that hangs takes its time to close; a new one need not wait for that.</summary>
    private static async Task UseAsync(BrokerConnection connection, Func<BrokerConnection, Task> use, CancellationToken stopping)
    {
        try
        {
            await use(connection);
        }
        finally
        {
            var closing = connection.DisposeAsync().AsTask();
            if (stopping.IsCancellationRequested)
                await closing;
        }
    }

    /// <summary>Declares the topology once and ends: for the installer. By whichever node answers.</summary>
    /// <exception cref="TopologyException">There is no broker, it does not let us in, something exists in another form, or we may not declare it.</exception>
    public async Task InstallAsync(CancellationToken cancellation)
    {
        var nodes = BrokerNodes.Of(settings);
        for (var left = nodes.Count; left > 0; left--)
        {
            var node = nodes.Next();
            try
            {
                await using var connection = await ConnectAsync(node, "installer", cancellation);
                await topology.DeclareAsync(connection, cancellation);
                return;
            }
            catch (Exception unreachable) when (unreachable is BrokerUnreachableException || BrokerConnection.IsGone(unreachable))
            {
                if (left == 1)
                    throw new TopologyException($"RabbitMQ at {node.Authority} cannot be reached or does not let us in ({Reason(unreachable)}); look at Broker:Uri.", unreachable);
            }
        }
    }

    /// <summary>Declares what is missing, or only looks whether all is there where we may not declare.</summary>
    internal Task EnsureAsync(BrokerConnection connection, CancellationToken cancellation) =>
        settings.Declare ? topology.DeclareAsync(connection, cancellation) : topology.CheckAsync(connection, cancellation);

    /// <summary>What the client library wraps says why: a wrong password is not a broker that is away.</summary>
    private static string Reason(Exception failure) =>
        (failure is BrokerUnreachableException { InnerException: { } reason } ? (reason as AggregateException)?.InnerException ?? reason : failure).Message;

    private async Task<BrokerConnection> OpenAsync(Uri node, string purpose, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(node, purpose, cancellation);
        try
        {
            await EnsureAsync(connection, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<BrokerConnection> ConnectAsync(Uri node, string purpose, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = node,
            ClientProvidedName = $"{endpoint.Name} {purpose}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = settings.Heartbeat,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = TimeSpan.FromSeconds(10),
            // As much as any broker takes: with less, a larger message ends each connection that it is delivered by, and comes again.
            MaxInboundMessageBodySize = 512 * 1024 * 1024,
        };
        // With amqps the library takes a certificate of any name, so that anybody who has one could stand between us.
        factory.Ssl.AcceptablePolicyErrors = SslPolicyErrors.None;
        factory.ClientProperties["endpoint_name"] = endpoint.Name;
        factory.ClientProperties["machine_name"] = EndpointIdentity.Machine;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(ConnectWithin);
        try
        {
            return new BrokerConnection(await factory.CreateConnectionAsync(deadline.Token), purpose, log);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker gave no answer within {ConnectWithin}.", late);
        }
    }
}
