using System.Globalization;
using Microsoft.Extensions.Logging;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Recoverability;

/// <summary>
/// The one switch from a decision to its effect on the broker. A message that goes elsewhere (later, or to the error queue) is published
/// there and confirmed before it is acknowledged here: dying in between makes a copy, never a loss.
/// </summary>
public sealed class Settlement(Publisher publisher, EndpointName endpoint, ILogger<Settlement> log)
{
    /// <summary>How long a message that could not be passed on rests before it is given back; without it a broker in trouble is hammered.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public async Task SettleAsync(IChannel channel, ulong tag, IncomingMessage message, NextStep step, DateTimeOffset now)
    {
        try
        {
            switch (step)
            {
                case NextStep.Acknowledge:
                    await channel.BasicAckAsync(tag, multiple: false);
                    break;
                case NextStep.TryAgainLater later:
                    await PassOnAsync(channel, tag, message, later.Delay, Changes(later, now), Later(message, later));
                    break;
                case NextStep.MoveToError move:
                    log.MovedToError(message.Id, message.Type, Endpoints.Error, move.Cause);
                    await PassOnAsync(channel, tag, message, null, FaultHeaders.For(move.Cause, endpoint.Name, endpoint.Name, now), Endpoints.Error);
                    break;
                case NextStep.HandBack:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(step), step, "A step without an effect.");
            }
        }
        catch (Exception gone) when (gone is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException)
        {
            // The channel is gone and the delivery with it; the broker hands the message out again.
        }
    }

    private string Later(IncomingMessage message, NextStep.TryAgainLater later)
    {
        if (later.Retry is { } retry)
            log.RetriedLater(message.Id, message.Type, later.Reason, retry, later.Delay);
        else
            log.PutOff(message.Id, message.Type, later.Delay, later.Reason);
        return endpoint.Name;
    }

    private static Dictionary<string, string?> Changes(NextStep.TryAgainLater later, DateTimeOffset now) =>
        later.Retry is { } retry
            ? new() { [Headers.Retries] = retry.ToString(CultureInfo.InvariantCulture), [Headers.RetriesTimestamp] = WireTime.Write(now) }
            : [];

    private async Task PassOnAsync(
        IChannel channel, ulong tag, IncomingMessage message, TimeSpan? delay, IReadOnlyDictionary<string, string?> changes, string destination)
    {
        var properties = AmqpMapping.ToProperties(message, changes);
        var (exchange, key) = (destination, "");
        if (delay is { } time)
        {
            var seconds = DelayInfrastructure.Seconds(time);
            properties.Headers![Headers.DelayInSeconds] = seconds;
            (exchange, key) = (DelayInfrastructure.Entry(seconds), DelayInfrastructure.RoutingKey(seconds, destination));
        }

        var outcome = await publisher.PublishAsync(exchange, key, properties, message.Body);
        if (outcome == PublishOutcome.Confirmed)
        {
            await channel.BasicAckAsync(tag, multiple: false);
            return;
        }

        log.NotPassedOn(message.Id, message.Type, destination, outcome);
        await Task.Delay(Rest);
        await channel.BasicRejectAsync(tag, requeue: true);
    }
}
