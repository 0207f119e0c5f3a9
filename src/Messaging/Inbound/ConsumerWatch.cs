using Microsoft.Extensions.Logging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;

namespace Notifications.Messaging.Inbound;

/// <summary>
/// Does the broker still deliver to us? A consumer can be lost without a word, and then it would sit there, healthy and idle. Asks the broker
/// about its queue every few seconds, and breaks the connection when the answer and what we see do not go together: it is opened anew.
/// </summary>
internal sealed class ConsumerWatch(
    BrokerConnection connection, LaneConsumer lane, ConsumerSettings settings, TimeProvider time, ILogger log)
{
    /// <param name="Ready">Messages that wait in the queue.</param>
    /// <param name="Consumers">That the broker knows of the queue, in all processes.</param>
    /// <param name="IsIdle">Nothing is in hand here, and nothing has come since the look before.</param>
    internal readonly record struct Look(long Ready, long Consumers, bool IsIdle);

    /// <summary>Why the consumer has to be made anew, or null. Two looks, because between a publish and its delivery there is always a moment.</summary>
    internal static string? Complaint(Look before, Look now) => (before, now) switch
    {
        (_, { Consumers: 0 }) => "the broker knows no consumer of the queue",
        ({ IsIdle: true, Ready: > 0 }, { IsIdle: true, Ready: > 0 }) => $"{now.Ready} messages wait in the queue and none is delivered to us",
        _ => null,
    };

    public async Task RunAsync(CancellationToken ending)
    {
        var before = new Look(0, settings.Expected, IsIdle: false);
        for (var receivedBefore = lane.Received; ;)
        {
            await Task.Delay(settings.WatchEvery, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested)
                return;
            try
            {
                var (ready, consumers) = await connection.CountAsync(lane.Queue, ending);
                var received = lane.Received;
                var now = new Look(ready, consumers, IsIdle: !lane.HoldsAny && received == receivedBefore);
                if (now.Consumers < settings.Expected && now.Consumers != before.Consumers)
                    log.FewerConsumers(lane.Queue, now.Consumers, settings.Expected);
                if (Complaint(before, now) is { } complaint)
                    connection.Break(complaint);
                (before, receivedBefore) = (now, received);
            }
            catch (Exception unanswered) when (BrokerConnection.IsGone(unanswered) || unanswered is OperationCanceledException)
            {
                if (!ending.IsCancellationRequested)
                    connection.Break($"the broker does not tell about queue '{lane.Queue}': {unanswered.Message}");
            }
        }
    }
}
