namespace Notifications.ReconciliationJob.Runs;

/// <summary>Which orders a run looks at, by the time of their acceptance on the database's clock.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive; younger ones still have their time.</param>
/// <param name="CoveredUntil">Where the next run goes on: earlier than <paramref name="Until"/> when an order from before it may still be committed.</param>
public readonly record struct RunWindow(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset CoveredUntil)
{
    /// <summary>
    /// An order bears the time when its transaction began and is seen when that has ended. Transactions that write are waited for by name; this
    /// is for those that have begun and not written yet, and for what a changed clock does.
    /// </summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>A transaction that somebody forgot must not make every run longer than the one before: the recheck finds what it may bring.</summary>
    internal static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(15);

    /// <summary>The time since the last run, however long that is.</summary>
    /// <param name="now">The database's.</param>
    /// <param name="covered">Where the last run stopped; null before the first one.</param>
    /// <param name="oldestWriter">When the oldest transaction began that has written and is not committed; null when there is none.</param>
    /// <param name="settings">The grace time, and how far the first run looks back.</param>
    public static RunWindow Next(DateTimeOffset now, DateTimeOffset? covered, DateTimeOffset? oldestWriter, ReconciliationSettings settings)
    {
        var until = now - settings.Grace;
        // A clock that was set back takes the watermark back with it: orders of now are older than those of before.
        var from = covered is { } watermark ? Earlier(watermark, until) - Overlap : now - settings.Window;
        return new RunWindow(from, until, Later(from, oldestWriter is { } writer ? Earlier(Later(writer, until - LongestHold), until) : until));
    }

    /// <summary>All of the last day, whatever was looked at before.</summary>
    public static RunWindow Recheck(DateTimeOffset now, ReconciliationSettings settings) => new(now - settings.Window, now - settings.Grace, now - settings.Grace);

    /// <summary>In pieces that one statement has time for, the oldest first.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Slices(TimeSpan length)
    {
        for (var start = From; start < Until; start += length)
            yield return (start, Earlier(start + length, Until));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
