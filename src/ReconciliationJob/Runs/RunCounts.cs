namespace Notifications.ReconciliationJob.Runs;

/// <summary>What a run has done; the columns of <c>reconciliation.runs</c>, in orders.</summary>
/// <param name="Checked">Looked at.</param>
/// <param name="Found">Of them without an accepted e-mail, and not known before.</param>
/// <param name="Driven">Commands sent once more.</param>
/// <param name="Sent">Pursued, and accepted by a relay since.</param>
/// <param name="Late">Of these, after more than five minutes.</param>
/// <param name="LeftOver">Handed to a person.</param>
public readonly record struct RunCounts(long Checked = 0, long Found = 0, long Driven = 0, long Sent = 0, long Late = 0, long LeftOver = 0)
{
    public static RunCounts operator +(RunCounts one, RunCounts other) => Add(one, other);

    public static RunCounts Add(RunCounts left, RunCounts right) => new(
        left.Checked + right.Checked, left.Found + right.Found, left.Driven + right.Driven, left.Sent + right.Sent, left.Late + right.Late, left.LeftOver + right.LeftOver);
}
