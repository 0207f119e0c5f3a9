namespace Notifications.ReconciliationJob.Sla;

/// <summary>From when on orders are looked at themselves: those that are older are among the pursued ones when they are unsent.</summary>
internal static class Lookback
{
    /// <summary>For a run that takes longer than usual, and an order that becomes visible late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Of all that reconciliation has not looked at because it does not run, the figures show this much: reading more takes longer than they are worth.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="now">The database's.</param>
    /// <param name="coveredUntil">Where reconciliation has got to; none before its first run.</param>
    /// <param name="settings">The grace time and the pause between runs.</param>
    public static DateTimeOffset From(DateTimeOffset now, DateTimeOffset? coveredUntil, ReconciliationSettings settings)
    {
        var (usual, oldest) = (now - settings.Grace - settings.Every - Margin, now - Longest);
        var uncovered = coveredUntil is { } covered && covered - Margin > oldest ? covered - Margin : oldest;
        return uncovered < usual ? uncovered : usual;
    }
}
