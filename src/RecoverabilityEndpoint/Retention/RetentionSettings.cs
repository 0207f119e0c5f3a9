namespace Notifications.RecoverabilityEndpoint.Retention;

/// <summary>How long is kept what nobody has to act on; section <c>Retention</c>. An unresolved message stays until somebody does something about it.</summary>
internal sealed record RetentionSettings
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    /// <summary>Messages that are resolved or archived, since they are. Default 10 days.</summary>
    public TimeSpan Messages { get; init; } = TimeSpan.FromDays(10);

    /// <summary>The event log. Default 14 days.</summary>
    public TimeSpan Events { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Completed operations, the history of retries. Default 30 days.</summary>
    public TimeSpan Operations { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Groups without messages and without a note, since they were seen for the first time. Default 90 days.</summary>
    public TimeSpan Groups { get; init; } = TimeSpan.FromDays(90);

    public IEnumerable<string> Problems()
    {
        foreach (var (key, time) in new[] { (nameof(Messages), Messages), (nameof(Events), Events), (nameof(Operations), Operations), (nameof(Groups), Groups) })
        {
            if (time < Shortest || time > Longest)
                yield return $"Retention:{key} is {time}; give a time from {Shortest} to {Longest}.";
        }
    }
}
