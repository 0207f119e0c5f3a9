namespace Notifications.ReconciliationJob.Sla;

/// <summary>All that the report of a day is made of.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Minutes">Its decided minutes, the oldest first; at least one.</param>
/// <param name="Runs">What reconciliation did.</param>
/// <param name="Gaps">Times that no run of the day nor one before has looked at when it was their turn.</param>
/// <param name="Missed">Orders whose e-mail came late or not at all, the oldest first; not all of them when they are many.</param>
/// <param name="Proof">None while the day is not proved.</param>
public sealed record DailyFigures(
    DateOnly Day, IReadOnlyList<SlaMinute> Minutes, RunSums Runs, IReadOnlyList<CoverageGap> Gaps, IReadOnlyList<MissedOrder> Missed, DailyProof? Proof)
{
    public const int MostMissed = 100;

    public const int MostGaps = 100;

    /// <summary>UTC, whatever the time zone of the machine.</summary>
    internal static DateTimeOffset BeginningOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>The runs that began on a day, added up.</summary>
public sealed record RunSums(long Runs, long Checked, long Found, long Driven, long Sent, long Late, long LeftOver, DateTimeOffset? CoveredUntil);

/// <summary>Nobody had looked at the orders accepted in between when the next run began after them.</summary>
public sealed record CoverageGap(DateTimeOffset From, DateTimeOffset Until);

/// <summary>An order whose e-mail was not accepted within five minutes.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Status">Of its delivery; none when nobody has begun.</param>
/// <param name="TookSeconds">Until its e-mail was accepted; none when it is not.</param>
/// <param name="Finding">What reconciliation said of it last; none when it never did.</param>
public sealed record MissedOrder(Guid OrderId, DateTimeOffset AcceptedAt, string? Status, double? TookSeconds, LastFinding? Finding);

/// <summary>The newest row of <c>reconciliation.findings</c>.</summary>
public sealed record LastFinding(string State, string Decision, string? Reason, DateTimeOffset At);

/// <summary>The newest row of <c>reconciliation.proofs</c> for a day.</summary>
public sealed record DailyProof(
    DateTimeOffset ProvedAt, long Orders, long Accepted, long Late, long Rejected, long Pending, long Flagged, long Missing, long Twice, long Unexplained);
