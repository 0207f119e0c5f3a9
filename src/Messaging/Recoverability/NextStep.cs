namespace Notifications.Messaging.Recoverability;

/// <summary>What is done with a message after an outcome.</summary>
public abstract record NextStep
{
    private NextStep()
    {
    }

    public sealed record Acknowledge : NextStep;

    public sealed record TryAgainNow : NextStep;

    /// <param name="Delay">From now.</param>
    /// <param name="Retry">Which delayed retry this is, from 1; null when none is spent.</param>
    /// <param name="Reason">For the log.</param>
    public sealed record TryAgainLater(TimeSpan Delay, int? Retry, string Reason) : NextStep;

    public sealed record MoveToError(Exception Cause) : NextStep;

    /// <summary>Left unsettled: the broker gives it to somebody else when our channel closes.</summary>
    public sealed record HandBack : NextStep;
}
