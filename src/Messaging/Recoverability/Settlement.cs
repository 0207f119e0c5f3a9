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
/// there and confirmed before it is acknowledged here: dying in between makes a copy, never a loss. While it cannot be published it stays
/// in hand: prefetch is the back-pressure, and nothing is given back to be handed out again at once.
/// </summary>
public sealed class Settlement(Publisher publisher, EndpointName endpoint, TimeProvider time, ILogger<Settlement> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="channel">That the message came by.</param>
    /// <param name="tag">Of the delivery.</param>
    /// <param name="message">To be settled.</param>
    /// <param name="step">What was decided.</param>
    /// <param name="giveUp">We have to stop: what is not settled by then is left to the broker.</param>
    public async Task SettleAsync(IChannel channel, ulong tag, IncomingMessage message, NextStep step, CancellationToken giveUp)
    {
        try
        {
            var isSettled = step switch
            {
                NextStep.Acknowledge => await AcknowledgeRetryAsync(message, giveUp),
                NextStep.HandBack => false,
                NextStep.TryAgainLater later => await DelayAsync(message, later, giveUp),
                NextStep.MoveToError move => await MoveToErrorAsync(message, move.Cause, giveUp),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step without an effect."),
            };
            if (isSettled)
                await channel.BasicAckAsync(tag, multiple: false, CancellationToken.None);
        }
        catch (Exception gone) when (gone is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException)
        {
            // The channel is gone and the delivery with it; the broker hands the message out again.
        }
    }

    /// <summary>A message that an operator sent back from the error queue: whoever keeps the failed messages learns that this one is done.</summary>
    private async Task<bool> AcknowledgeRetryAsync(IncomingMessage message, CancellationToken giveUp) =>
        !message.Headers.ContainsKey(Headers.RetryUniqueMessageId)
        || !message.Headers.TryGetValue(Headers.RetryAcknowledgementQueue, out var queue)
        || await PassOnAsync(message with { Body = ReadOnlyMemory<byte>.Empty }, queue, "", AmqpMapping.Acknowledgement(message, time.GetUtcNow()), giveUp);

    private Task<bool> DelayAsync(IncomingMessage message, NextStep.TryAgainLater later, CancellationToken giveUp)
    {
        var changes = new Dictionary<string, string?>();
        if (later.Retry is { } retry)
        {
            changes[Headers.Retries] = retry.ToString(CultureInfo.InvariantCulture);
            changes[Headers.RetriesTimestamp] = WireTime.Write(time.GetUtcNow());
            log.RetriedLater(message.Id, message.Type, later.Reason, retry, later.Delay);
        }
        else
        {
            log.PutOff(message.Id, message.Type, later.Delay, later.Reason);
        }

        var seconds = DelayInfrastructure.Seconds(later.Delay);
        var properties = AmqpMapping.ToProperties(message, changes);
        properties.Headers![Headers.DelayInSeconds] = seconds;
        return PassOnAsync(message, DelayInfrastructure.Entry(seconds), DelayInfrastructure.RoutingKey(seconds, endpoint.Name), properties, giveUp);
    }

    private Task<bool> MoveToErrorAsync(IncomingMessage message, Exception cause, CancellationToken giveUp)
    {
        log.MovedToError(message.Id, message.Type, Endpoints.Error, cause);
        var properties = AmqpMapping.ToProperties(message, FaultHeaders.For(cause, endpoint.Name, endpoint.Name, time.GetUtcNow()));
        return PassOnAsync(message, Endpoints.Error, "", properties, giveUp);
    }

    /// <returns>True when the broker has it; false when we had to give up.</returns>
    private async Task<bool> PassOnAsync(IncomingMessage message, string exchange, string key, BasicProperties properties, CancellationToken giveUp)
    {
        while (!giveUp.IsCancellationRequested)
        {
            var outcome = await publisher.PublishAsync(exchange, key, properties, message.Body);
            if (outcome == PublishOutcome.Confirmed)
                return true;
            log.NotPassedOn(message.Id, message.Type, exchange, outcome);
            await Task.Delay(Pause, time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
