using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Recoverability;

/// <summary>Every decision about retries, and nothing else: no I/O, no clock, no state.</summary>
public static class RecoverabilityPolicy
{
    /// <param name="outcome">What the handler said.</param>
    /// <param name="tries">How often it has been handled since it was delivered, from 1.</param>
    /// <param name="message">Carries its delayed retries in a header: a process that dies forgets nothing.</param>
    public static NextStep Decide(Outcome outcome, int tries, IncomingMessage message, RecoverabilitySettings settings) => outcome switch
    {
        Outcome.Handled => new NextStep.Acknowledge(),
        Outcome.Abandoned => new NextStep.HandBack(),
        Outcome.Deferred deferred => new NextStep.TryAgainLater(deferred.Delay, Retry: null, deferred.Reason),
        Outcome.Failed { Retry: Retry.Never } failed => new NextStep.MoveToError(failed.Cause),
        Outcome.Failed { Retry: Retry.AtOnce } when tries <= settings.ImmediateRetries => new NextStep.TryAgainNow(),
        Outcome.Failed failed when NextDelay(message, settings) is { } delay =>
            new NextStep.TryAgainLater(delay, message.DelayedRetries + 1, failed.Cause.Message),
        Outcome.Failed failed => new NextStep.MoveToError(failed.Cause),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a rule."),
    };

    /// <summary>How long the message would rest if it failed now; null when its delayed retries are used up.</summary>
    public static TimeSpan? NextDelay(IncomingMessage message, RecoverabilitySettings settings) =>
        message.DelayedRetries < settings.Delays.Count ? settings.Delays[message.DelayedRetries] : null;

    /// <summary>Why a message must not be handled at all, or null: it has killed its process, or lost its connection, too often.</summary>
    public static Exception? Refuse(IncomingMessage message, RecoverabilitySettings settings) =>
        message.EarlierDeliveries >= settings.UnsettledDeliveries
            ? new PoisonMessageException($"The message was delivered {message.EarlierDeliveries} times and never settled: a process died or lost its connection each time.")
            : null;
}
