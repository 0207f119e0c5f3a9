namespace Notifications.ReconciliationJob.Proof;

/// <summary>Whether the runs of reconciliation have looked at all of a window.</summary>
/// <param name="Gaps">Times that no run has looked at, the oldest first.</param>
/// <param name="NotLookedAtSince">The newest orders' turn has not come yet; null when it has.</param>
public sealed record Coverage(IReadOnlyList<Gap> Gaps, DateTimeOffset? NotLookedAtSince)
{
    /// <summary>A run comes every few seconds and leaves the newest orders to the pipeline; by then each has had its turn.</summary>
    internal static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(90);

    /// <param name="gaps">All times that no run has looked at, up to <paramref name="until"/> or to <paramref name="now"/>, whichever is earlier.</param>
    /// <param name="until">Where the window ends.</param>
    /// <param name="now">On the database's clock.</param>
    internal static Coverage Of(IReadOnlyList<Gap> gaps, DateTimeOffset until, DateTimeOffset now)
    {
        var end = until < now ? until : now;
        // The database has whole microseconds.
        return gaps.Count > 0 && gaps[^1] is var last && end - last.Until < TimeSpan.FromMicroseconds(1) && last.From > now - UsualDelay
            ? new Coverage([.. gaps.SkipLast(1)], last.From)
            : new Coverage(gaps, null);
    }
}

/// <summary>A time that no run of reconciliation has looked at.</summary>
public readonly record struct Gap(DateTimeOffset From, DateTimeOffset Until);
