using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Recoverability;

/// <summary>Every decision about retries, and nothing else: no I/O, no clock, no state.</summary>
public static class RecoverabilityPolicy
{
    /// <param name="outcome">What the handler said.</param>
    /// <param name="tries">How often it has been handled since it was delivered, from 1.</param>
    /// <param name="message">Carries its delayed retries in a header: a process that dies forgets nothing.</param>
    /// <param name="nextDelay">As <see cref="NextDelay"/> gave it when the message was delivered.</param>
    /// <param name="everythingFails">The circuit is open: the failure is not this message's.</param>
    /// <param name="settings">The schedule.</param>
    public static NextStep Decide(Outcome outcome, int tries, IncomingMessage message, TimeSpan? nextDelay, bool everythingFails, RecoverabilitySettings settings) => outcome switch
    {
        Outcome.Handled => new NextStep.Acknowledge(),
        Outcome.Abandoned => new NextStep.HandBack(),
        Outcome.Deferred deferred => new NextStep.TryAgainLater(deferred.Delay, Retry: null, deferred.Reason),
        Outcome.Failed { Retry: Retry.Never } failed => new NextStep.MoveToError(failed.Cause),
        Outcome.Failed { Retry: Retry.AtOnce } failed when everythingFails => new NextStep.TryAgainLater(settings.PauseWhenEverythingFails, Retry: null, failed.Cause.Message),
        Outcome.Failed { Retry: Retry.AtOnce } when tries <= settings.ImmediateRetries => new NextStep.TryAgainNow(),
        Outcome.Failed failed when nextDelay is { } delay => new NextStep.TryAgainLater(delay, message.DelayedRetries + 1, failed.Cause.Message),
        Outcome.Failed failed => new NextStep.MoveToError(failed.Cause),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a rule."),
    };

    /// <summary>How long the message would rest if it failed now; null when its delayed retries are used up.</summary>
    /// <param name="chance">From 0 to 1: messages that failed together do not all come back together.</param>
    public static TimeSpan? NextDelay(IncomingMessage message, double chance, RecoverabilitySettings settings) =>
        message.DelayedRetries < settings.Delays.Count ? settings.Delays[message.DelayedRetries] * (1 + (settings.Jitter * chance)) : null;

    /// <summary>Which try of a message this is, over all deliveries, from 1.</summary>
    public static int Attempt(IncomingMessage message, int tries, RecoverabilitySettings settings) =>
        (message.DelayedRetries * (settings.ImmediateRetries + 1)) + tries;

    /// <summary>Why a message must not be handled at all, or null.</summary>
    public static Exception? Refuse(IncomingMessage message, RecoverabilitySettings settings) => message switch
    {
        _ when message.EarlierDeliveries >= settings.UnsettledDeliveries => new PoisonMessageException(
            $"The message was delivered {message.EarlierDeliveries} times and never settled: a process died or lost its connection each time."),
        _ when message.Body.Length > settings.LargestBody => new PoisonMessageException(
            $"The body has {message.Body.Length} bytes; at most {settings.LargestBody} are read (Recoverability:LargestBody)."),
        _ => null,
    };
}
