using System.Globalization;
using Microsoft.Extensions.Logging;
using Notifications.Messages;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Wire;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Recoverability;

/// <summary>
/// The one switch from a decision to its effect on the broker. A message that goes elsewhere (later, or to the error queue) is published
/// there and confirmed before it is acknowledged here: dying in between makes a copy, never a loss. While it cannot be published it stays
/// in hand: prefetch is the back-pressure, and nothing is given back to be handed out again at once.
/// </summary>
public sealed class Settlement(Publisher publisher, EndpointIdentity endpoint, ServiceControlSettings serviceControl, TimeProvider time, ILogger<Settlement> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Outage _passingOn = new(time);

    /// <summary>Where an acknowledgement goes is a header, perhaps a forged one: a queue that is not there is not waited for.</summary>
    private const int TriesToAcknowledgeRetry = 3;

    /// <param name="delivery">Told when the broker may forget it.</param>
    /// <param name="message">To be settled.</param>
    /// <param name="step">What was decided.</param>
    /// <param name="startedAt">When handling began.</param>
    /// <param name="giveUp">We have to stop: what is not settled by then is left to the broker.</param>
    internal async Task SettleAsync(Acknowledgements.Delivery delivery, IncomingMessage message, NextStep step, DateTimeOffset startedAt, CancellationToken giveUp)
    {
        var isSettled = step switch
        {
            NextStep.Acknowledge => await AcknowledgeRetryAsync(message, giveUp) && await AuditAsync(message, startedAt, giveUp),
            NextStep.HandBack => false,
            NextStep.TryAgainLater later => await DelayAsync(message, later, giveUp),
            NextStep.MoveToError move => await MoveToErrorAsync(message, move.Cause, giveUp),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step without an effect."),
        };
        if (isSettled)
            delivery.Acknowledge();
    }

    /// <summary>A message that an operator sent back from the error queue: whoever keeps the failed messages learns that this one is done.</summary>
    private async Task<bool> AcknowledgeRetryAsync(IncomingMessage message, CancellationToken giveUp)
    {
        if (AcknowledgementQueue(message) is not { } queue)
            return true;
        var now = WireTime.Write(time.GetUtcNow());
        var properties = AmqpMapping.Control(new Dictionary<string, string>
        {
            [Headers.RetrySuccessful] = now,
            [Headers.RetryUniqueMessageId] = message.Headers[Headers.RetryUniqueMessageId],
            [Headers.TimeSent] = now,
        });
        if (await PassOnAsync(message, new Publication(queue, properties, ReadOnlyMemory<byte>.Empty), giveUp, TriesToAcknowledgeRetry))
            return true;
        if (giveUp.IsCancellationRequested)
            return false;
        log.RetryNotAcknowledged(message.Id, message.Type, queue);
        return true;
    }

    private async Task<bool> AuditAsync(IncomingMessage message, DateTimeOffset startedAt, CancellationToken giveUp)
    {
        if (serviceControl.AuditQueue == "")
            return true;
        var properties = AmqpMapping.ToProperties(message, new Dictionary<string, string?>(endpoint.ProcessingHeaders())
        {
            [Headers.ProcessingStarted] = WireTime.Write(startedAt),
            [Headers.ProcessingEnded] = WireTime.Write(time.GetUtcNow()),
            [Headers.RetryAcknowledgementSent] = AcknowledgementQueue(message) is null ? null : "true",
        });
        return await PassOnAsync(message, new Publication(serviceControl.AuditQueue, properties, message.Body), giveUp);
    }

    private Task<bool> DelayAsync(IncomingMessage message, NextStep.TryAgainLater later, CancellationToken giveUp)
    {
        var changes = new Dictionary<string, string?>();
        StartNewTrace(message, changes);
        MessagingMetrics.TriedAgainLater(isRetry: later.Retry is not null);
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

        return PassOnAsync(message, new Publication(endpoint.Retries, AmqpMapping.ToProperties(message, changes), message.Body).After(later.Delay), giveUp);
    }

    private Task<bool> MoveToErrorAsync(IncomingMessage message, Exception cause, CancellationToken giveUp)
    {
        log.MovedToError(message.Id, message.Type, Endpoints.Error, cause);
        MessagingMetrics.MovedToError();
        var changes = FaultHeaders.For(cause, endpoint, time.GetUtcNow());
        StartNewTrace(message, changes);
        return PassOnAsync(message, new Publication(Endpoints.Error, AmqpMapping.ToProperties(message, changes), message.Body), giveUp);
    }

    /// <summary>What happens to the message from now on may be long after its trace has ended.</summary>
    private static void StartNewTrace(IncomingMessage message, Dictionary<string, string?> changes)
    {
        if (message.Headers.ContainsKey(Headers.TraceParent))
            changes[Headers.StartNewTrace] = "True";
    }

    /// <summary>Null when the message does not come from ServiceControl.</summary>
    private static string? AcknowledgementQueue(IncomingMessage message) =>
        message.Headers.ContainsKey(Headers.RetryUniqueMessageId) ? message.Headers.GetValueOrDefault(Headers.RetryAcknowledgementQueue) : null;

    /// <returns>True when the broker has it; false when we had to give up, or it led nowhere as often as was allowed.</returns>
    private async Task<bool> PassOnAsync(IncomingMessage message, Publication publication, CancellationToken giveUp, int triesToNowhere = int.MaxValue)
    {
        while (!giveUp.IsCancellationRequested)
        {
            var outcome = await publisher.PublishAsync(publication);
            if (outcome == PublishOutcome.Confirmed)
                return true;
            if (_passingOn.Failed() is { } leftOut)
                log.NotPassedOn(message.Id, message.Type, publication.Exchange, outcome, leftOut);
            else
                log.NotPassedOnEither(message.Id, message.Type, publication.Exchange, outcome);
            if (outcome is PublishOutcome.Unroutable or PublishOutcome.Unencodable && --triesToNowhere <= 0)
                return false;
            await Task.Delay(Pause, time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
