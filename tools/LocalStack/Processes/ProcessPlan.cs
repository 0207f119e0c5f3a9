namespace Notifications.LocalStack.Processes;

/// <summary>What to start and how it likes to be stopped.</summary>
public sealed record ProcessPlan(string Name, string FileName, params string[] Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingFolder { get; init; }

    /// <summary>The signal that asks it to end in good order.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    /// <summary>How long it may take to end in good order before it is killed.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(30);
}
