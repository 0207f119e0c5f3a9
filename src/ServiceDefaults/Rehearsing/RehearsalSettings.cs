namespace Notifications.ServiceDefaults.Rehearsing;

/// <summary>What a host does before it takes work; section <c>Rehearsal</c>.</summary>
public sealed record RehearsalSettings
{
    /// <summary>
    /// How long a host rehearses at most, before it listens, so that the first orders do not pay for a program that is still being compiled. It ends sooner when there is nothing left to
    /// compile. Default 0: not at all, it starts at once. The images and the units of systemd set 20 s.
    /// </summary>
    public TimeSpan AtMost { get; init; } = TimeSpan.Zero;

    public IEnumerable<string> Problems()
    {
        if (AtMost < TimeSpan.Zero || AtMost > TimeSpan.FromSeconds(45))
            yield return $"Rehearsal:AtMost is {AtMost}; give a time from 00:00:00 to 00:00:45.";
    }
}
