using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Notifications.Messaging.Broker;

/// <summary>An open connection, for as long as it is whole.</summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly IConnection _connection;
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _blocked;

    internal BrokerConnection(IConnection connection, string purpose, ILogger log)
    {
        _connection = connection;
        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            _blocked = true;
            log.Blocked(purpose, blocked.Reason);
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            _blocked = false;
            log.Unblocked(purpose);
            return Task.CompletedTask;
        };
        connection.ConnectionShutdownAsync += (_, shutdown) => Closed(shutdown.ReplyText);
        if (!connection.IsOpen)
            Break("it closed while it was opened");
    }

    public string Address => _connection.Endpoint.ToString();

    /// <summary>An alarm in the broker (memory, disk): what is published now is not read until it is over.</summary>
    public bool IsBlocked => _blocked;

    /// <summary>Ends with the reason when the connection or one of its channels is of no more use.</summary>
    public Task<string> Broken => _broken.Task;

    /// <summary>A channel that takes the whole connection with it unless we close it ourselves: nothing of ours goes on without one.</summary>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions? options = null)
    {
        var channel = await _connection.CreateChannelAsync(options);
        channel.ChannelShutdownAsync += (_, shutdown) => shutdown.Initiator == ShutdownInitiator.Application ? Task.CompletedTask : Closed(shutdown.ReplyText);
        if (!channel.IsOpen)
            Break("a channel closed while it was opened");
        return channel;
    }

    /// <summary>
    /// A channel to ask the broker something that it may answer by closing it. Used once and left to the connection: closing a channel of a
    /// broken connection can hang in the client library, so only a channel whose last call has just succeeded is closed. The library does not
    /// hear a cancellation while it opens a channel; then that is left behind.
    /// </summary>
    public Task<IChannel> OpenProbeAsync(CancellationToken cancellation = default) =>
        _connection.CreateChannelAsync(cancellationToken: cancellation).WaitAsync(cancellation);

    /// <summary>What the broker counts of a queue.</summary>
    /// <exception cref="OperationInterruptedException">There is no such queue, or we may not look.</exception>
    public async Task<QueueCount> CountAsync(string queue, CancellationToken cancellation)
    {
        var probe = await OpenProbeAsync(cancellation);
        var answer = await probe.QueueDeclarePassiveAsync(queue, cancellation);
        await probe.CloseAsync(cancellation);
        return new QueueCount(answer.MessageCount, answer.ConsumerCount);
    }

    /// <summary>Does this exception of a call on a channel mean that channel or connection are gone, rather than that the call was wrong?</summary>
    public static bool IsGone(Exception failure) =>
        failure is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException or IOException or TimeoutException;

    public void Break(string reason) => _broken.TrySetResult(reason);

    /// <summary>
    /// Takes its channels with it; nobody closes those before. Bounded: a connection that hangs is dropped, not waited for.
    /// </summary>
    public async ValueTask DisposeAsync() =>
        await CloseAsync().WaitAsync(CloseWithin * 2).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task CloseAsync()
    {
        await _connection.CloseAsync(Constants.ReplySuccess, "Goodbye", CloseWithin, abort: true, CancellationToken.None);
        await _connection.DisposeAsync();
    }

    private Task Closed(string reason)
    {
        Break(reason);
        return Task.CompletedTask;
    }
}
