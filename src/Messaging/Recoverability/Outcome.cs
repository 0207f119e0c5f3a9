namespace Notifications.Messaging.Recoverability;

/// <summary>What became of one delivery. There are no other endings.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Done; what had to be recorded is durable. The message may be forgotten.</summary>
    public sealed record Handled : Outcome;

    /// <summary>Not now, and nobody's fault in this message: it comes back after the delay and no attempt is spent.</summary>
    public sealed record Deferred(TimeSpan Delay, string Reason) : Outcome;

    /// <summary>It went wrong, and trying again can help as <paramref name="Retry"/> says. In the end it goes to the error queue.</summary>
    public sealed record Failed(Exception Cause, Retry Retry = Retry.AtOnce) : Outcome;

    /// <summary>We are shutting down; nobody is to blame, no attempt is spent.</summary>
    public sealed record Abandoned : Outcome;
}

/// <summary>When trying a failed message again makes sense.</summary>
public enum Retry
{
    /// <summary>A glitch: at once, and later if that does not help.</summary>
    AtOnce,

    /// <summary>What failed needs time: only after the pauses of the schedule.</summary>
    Later,

    /// <summary>It would fail the same way again; a person has to look at it.</summary>
    Never,
}
