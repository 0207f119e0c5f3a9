using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Broker;

/// <summary>
/// In: a message for an exchange. Out: an outcome, within the deadline from when it has its place in the window, never an exception.
/// Owns one connection and one channel with confirms. A publish that hangs past its deadline breaks the connection: it is
/// opened anew, and everything that was unanswered is unknown. All but events are mandatory: without it an unroutable message is confirmed.
/// Never: "confirmed" for a message that the broker may not have.
/// </summary>
public sealed class Publisher(BrokerConnections broker, Topology topology, BrokerSettings settings, TimeProvider time, ILogger<Publisher> log)
    : BackgroundService
{
    /// <summary>A message to an address that never existed must not make us declare everything all the time.</summary>
    private static readonly TimeSpan DeclareAtMostEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _window = new(settings.Window);
    private volatile Link? _link;

    /// <summary>Connected, topology declared, and not blocked by an alarm of the broker.</summary>
    public bool IsReady => _link is { Connection.IsBlocked: false };

    /// <summary>Null when it is ready; else why it is not, and what that means, as a sentence for the health check.</summary>
    public string? Trouble => _link switch
    {
        null => "Not connected to RabbitMQ, the log says why; messages wait in the outbox.",
        { Connection.IsBlocked: true } => "RabbitMQ has blocked us, because of its memory or disk; messages wait in the outbox.",
        _ => null,
    };

    /// <summary>Waits for a place in the window of unconfirmed publishes, then for the broker's answer.</summary>
    public async Task<PublishOutcome> PublishAsync(Publication publication)
    {
        using var activity = Tracing.StartSending(publication);
        var began = time.GetTimestamp();
        var outcome = await PublishInTurnAsync(publication);
        // Where an acknowledgement goes is a header, perhaps a forged one: it would be a label for ever.
        MessagingMetrics.Published(topology.HasExchange(publication.Address) ? publication.Address : "other", outcome, time.GetElapsedTime(began));
        Tracing.Sent(activity, outcome);
        return outcome;
    }

    private async Task<PublishOutcome> PublishInTurnAsync(Publication publication)
    {
        await _window.WaitAsync();
        try
        {
            if (_link is not { Connection.IsBlocked: false } link)
                return PublishOutcome.Unavailable;
            switch (await link.Addresses.ExistsAsync(publication.Address, publication.DelaySeconds > 0))
            {
                case true:
                    return await link.Channel.PublishAsync(publication);
                case false:
                    return PublishOutcome.Unroutable;
                case null:
                    link.Channel.Hangs($"the broker does not say whether exchange '{publication.Address}' exists");
                    return PublishOutcome.Unavailable;
            }
        }
        finally
        {
            _window.Release();
        }
    }

    /// <summary>What the broker counts of a queue; null when there is none, or the broker does not say.</summary>
    public async Task<QueueCount?> CountAsync(string queue, CancellationToken cancellation)
    {
        if (_link is not { Connection: { IsBlocked: false } connection })
            return null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(settings.PublishDeadline);
        try
        {
            return await connection.CountAsync(queue, deadline.Token);
        }
        catch (Exception unanswered) when (BrokerConnection.IsGone(unanswered) || unanswered is OperationCanceledException)
        {
            return null;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => broker.KeepAsync(
        "publisher",
        async connection =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var channel = await PublishChannel.OpenAsync(connection, settings, time, log);
            var publishing = channel.RunAsync(ending.Token);
            var link = _link = new Link(connection, channel, new AddressBook(connection, topology, time));
            try
            {
                await DeclareWhatIsMissingAsync(link, stoppingToken);
            }
            finally
            {
                _link = null;
                await ending.CancelAsync();
                await publishing;
            }
        },
        stoppingToken);

    /// <summary>
    /// Until the connection breaks. Somebody who deletes a queue leaves its exchange, and messages to it reach nobody; then everything that
    /// we need is declared once more, on the connection that is in use.
    /// </summary>
    private async Task DeclareWhatIsMissingAsync(Link link, CancellationToken stopping)
    {
        Task broken = link.Connection.Broken.WaitAsync(stopping);
        while (await Task.WhenAny(broken, link.Channel.Unroutable.Reader.ReadAsync(stopping).AsTask()) != broken)
        {
            await broker.EnsureAsync(link.Connection, stopping);
            await Task.WhenAny(broken, Task.Delay(DeclareAtMostEvery, time, stopping));
        }

        await broken;
    }

    private sealed record Link(BrokerConnection Connection, PublishChannel Channel, AddressBook Addresses);
}
