using Microsoft.Extensions.Logging;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Inbound;

/// <summary>The way of one delivery through this process: refused or handled, perhaps several times, then settled.</summary>
public sealed class MessageProcessor(
    HandlerTable handlers,
    Settlement settlement,
    EndpointIdentity endpoint,
    ConsumerSettings settings,
    RecoverabilitySettings recoverability,
    TimeProvider time,
    ILogger<MessageProcessor> log)
    : IDisposable
{
    /// <summary>For a handler that is told to give up and has to write that down.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ProbeGate _gate = new(new FailureCircuit(recoverability.EverythingFailsAfter), recoverability.ProbeEvery, time);

    public void Dispose() => _gate.Dispose();

    internal async Task ProcessAsync(string queue, Acknowledgements.Delivery delivery, IncomingMessage message, CancellationToken giveUp)
    {
        using var activity = Tracing.StartProcessing(message, queue);
        var (startedAt, began) = (time.GetUtcNow(), time.GetTimestamp());
        MessagingMetrics.Begun(queue, startedAt - MessageContext.ReadPublishedAt(message.Headers));
        var step = await NextStepAsync(message, giveUp);
        Tracing.Ended(activity, step);
        MessagingMetrics.Processed(queue, step, time.GetElapsedTime(began));
        await settlement.SettleAsync(delivery, message, step, startedAt, giveUp);
    }

    private async Task<NextStep> NextStepAsync(IncomingMessage message, CancellationToken giveUp)
    {
        if (RecoverabilityPolicy.Refuse(message, recoverability) is { } poison)
            return new NextStep.MoveToError(poison);
        try
        {
            using var turn = await _gate.EnterAsync(giveUp);
            var nextDelay = RecoverabilityPolicy.NextDelay(message, Random.Shared.NextDouble(), recoverability);
            for (var tries = 1; ; tries++)
            {
                var outcome = await TryAsync(message, tries, nextDelay, giveUp);
                Note(message, outcome);
                var step = RecoverabilityPolicy.Decide(outcome, tries, message, nextDelay, _gate.Circuit.IsOpen, recoverability);
                if (step is not NextStep.TryAgainNow)
                    return step;
                MessagingMetrics.TriedAgainAtOnce();
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            return new NextStep.HandBack();
        }
    }

    /// <summary>One try, with its time. A handler that does not hear the end of it is left behind: its place is needed, and what it still does is absorbed as a copy is.</summary>
    private async Task<Outcome> TryAsync(IncomingMessage message, int tries, TimeSpan? nextDelay, CancellationToken giveUp)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
        cancellation.CancelAfter(settings.HandlerDeadline);
        var context = new MessageContext(
            message.Id, message.Headers, RecoverabilityPolicy.Attempt(message, tries, recoverability), nextDelay, cancellation.Token, giveUp);
        var handling = handlers.HandleAsync(message, context, giveUp);
        try
        {
            return await handling.WaitAsync(settings.HandlerDeadline + Grace, time, CancellationToken.None);
        }
        catch (TimeoutException hung) when (!handling.IsCompleted)
        {
            log.HandlerHangs(message.Id, message.Type, settings.HandlerDeadline + Grace);
            return new Outcome.Failed(hung, Retry.Later);
        }
        finally
        {
            if (handling.IsCompleted)
                cancellation.Dispose();
        }
    }

    private void Note(IncomingMessage message, Outcome outcome)
    {
        if (!_gate.Circuit.Note(message.Id, outcome))
            return;
        if (_gate.Circuit.IsOpen)
            log.EverythingFails(endpoint.Name, recoverability.EverythingFailsAfter, recoverability.ProbeEvery, ((Outcome.Failed)outcome).Cause);
        else
            log.WorksAgain(endpoint.Name);
    }
}
