namespace Notifications.MailCatcher.Faults;

/// <summary>What goes wrong. There are no other faults.</summary>
public abstract record FaultAction
{
    private FaultAction() { }

    /// <summary>This one line is the answer, and the command has no effect; after a 421 the connection is closed.</summary>
    public sealed record Reply(string Line) : FaultAction;

    /// <summary>No answer until the rule is removed or <paramref name="For"/> is over; then the conversation goes on as if nothing had been.</summary>
    public sealed record Hang(TimeSpan? For = null) : FaultAction;

    /// <summary>The connection breaks without an answer; at <see cref="FaultPoint.Data"/> in the middle of the content.</summary>
    public sealed record Cut : FaultAction;

    /// <summary>The connection is closed before the banner.</summary>
    public sealed record Refuse : FaultAction;

    /// <summary>The answer comes later by so much; at <see cref="FaultPoint.Connect"/> the banner and every answer after it.</summary>
    public sealed record Slow(TimeSpan By) : FaultAction;
}
