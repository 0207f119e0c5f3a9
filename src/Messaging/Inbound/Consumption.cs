using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// Consuming over one connection, for as long as it lasts: both lanes, whose deliveries wait for the same slots. Handlers run beside each other.
/// Its end has an order: begin nothing more, take nothing more, let handlers finish, tell them to give up, acknowledge what is settled. What is
/// not settled goes back to its queue when the connection closes, or before that when it is told to <see cref="HandBackAsync"/>.
/// </summary>
internal sealed class Consumption(
    BrokerConnection connection,
    MessageProcessor processor,
    ConsumerPause pause,
    EndpointIdentity endpoint,
    ConsumerSettings settings,
    TimeProvider time,
    ILogger log)
    : IAsyncDisposable
{
    /// <summary>For a handler that does not even hear that it is to give up.</summary>
    private static readonly TimeSpan LeaveBehindAfter = TimeSpan.FromSeconds(10);

    private readonly Slots _slots = new(settings.Shares, pause);
    private readonly Beginnings _beginnings = new();
    private readonly InHand _inHand = new();

    // Not disposed: a handler that is left behind may still look at it.
    private readonly CancellationTokenSource _giveUp = new();

    /// <summary>Once started.</summary>
    public IReadOnlyList<LaneConsumer> Lanes { get; private set; } = [];

    /// <summary>Messages that are being handled.</summary>
    public int InHand => _inHand.Count;

    public async Task StartAsync()
    {
        Lanes =
        [
            Consume(Lane.New, endpoint.Name, settings.Prefetch),
            Consume(Lane.Retries, endpoint.Retries, settings.Shares.RetriesAhead(settings.Prefetch)),
        ];
        pause.GoOn += _slots.GoOn;
        foreach (var lane in Lanes)
            await lane.StartAsync();
    }

    /// <summary>After its end: the connection is still needed.</summary>
    public Task HandBackAsync() => Task.WhenAll(Lanes.Select(lane => lane.CloseAsync()));

    public async ValueTask DisposeAsync()
    {
        pause.GoOn -= _slots.GoOn;
        _slots.Close();
        _giveUp.CancelAfter(settings.FinishWithin);
        var left = _inHand.CloseAsync();
        await Task.WhenAll(Lanes.Select(lane => lane.CancelAsync()));
        await left.WaitAsync(settings.FinishWithin + LeaveBehindAfter, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_inHand.Count is > 0 and var running)
            log.LeftBehind(endpoint.Name, running);
        await Task.WhenAll(Lanes.Select(lane => lane.CompleteAsync()));
    }

    private LaneConsumer Consume(Lane lane, string queue, int prefetch) =>
        new(connection, queue, prefetch, (delivery, message) => _slots.Add(lane, () => Begin(lane, queue, delivery, message)), NotSettled, time);

    /// <summary>Not in the context of whoever made room for it: that one's trace is another.</summary>
    private void Begin(Lane lane, string queue, Acknowledgements.Delivery delivery, IncomingMessage message)
    {
        if (_inHand.TryEnter())
            _beginnings.Add(() => _ = ProcessAsync(lane, queue, delivery, message));
    }

    private async Task ProcessAsync(Lane lane, string queue, Acknowledgements.Delivery delivery, IncomingMessage message)
    {
        try
        {
            await processor.ProcessAsync(queue, delivery, message, _giveUp.Token);
        }
        catch (Exception bug)
        {
            NotSettled(bug);
        }
        finally
        {
            _slots.Leave(lane);
            _inHand.Leave();
        }
    }

    /// <summary>Nobody else would hear of it, and the delivery would occupy its place for ever.</summary>
    private void NotSettled(Exception bug)
    {
        log.NotSettled(endpoint.Name, bug);
        connection.Break("a delivery could not be settled");
    }
}
