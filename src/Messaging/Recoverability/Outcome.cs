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

    /// <summary>It went wrong. Tried again as the policy says, unless <paramref name="IsPermanent"/>: then trying again cannot help.</summary>
    public sealed record Failed(Exception Cause, bool IsPermanent = false) : Outcome;

    /// <summary>We are shutting down; nobody is to blame, no attempt is spent.</summary>
    public sealed record Abandoned : Outcome;
}
