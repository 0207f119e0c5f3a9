namespace Notifications.ReconciliationJob.Sla;

/// <summary>What the database knew at one moment; <see cref="SlaView"/> says what follows from it.</summary>
/// <param name="At">The moment, on the database's clock.</param>
/// <param name="Unsent">Orders whose e-mail was neither accepted nor rejected, the oldest first.</param>
/// <param name="OldestUnsentSeconds">Age of the oldest of them; none when there are none.</param>
/// <param name="SentPerSecond">E-mails accepted by relays, over the last minute.</param>
/// <param name="LastHour">Of decided minutes.</param>
/// <param name="Today">Since midnight, UTC.</param>
/// <param name="Period">Of the objective.</param>
/// <param name="LastRun">None before the first one.</param>
/// <param name="Minutes">The newest decided ones, <see cref="MostMinutes"/> at most, the newest first.</param>
public sealed record SlaSnapshot(
    DateTimeOffset At,
    IReadOnlyList<AgeBucket> Unsent,
    double? OldestUnsentSeconds,
    double SentPerSecond,
    SlaSums LastHour,
    SlaSums Today,
    SlaSums Period,
    LastRun? LastRun,
    IReadOnlyList<SlaMinute> Minutes)
{
    public const int MostMinutes = 24 * 60;
}

/// <summary>The newest run of reconciliation that nobody asked for.</summary>
/// <param name="RunId">Its row in <c>reconciliation.runs</c>.</param>
/// <param name="Purpose">new or recheck.</param>
/// <param name="Node">That did it.</param>
/// <param name="StartedAt">On the database's clock.</param>
/// <param name="EndedAt">None while it runs, or when its process died.</param>
/// <param name="AgeSeconds">Since it ended, or else since it began.</param>
/// <param name="CoveredUntil">All orders accepted before were looked at, by this run or one before.</param>
public sealed record LastRun(
    long RunId, string Purpose, string Node, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, double AgeSeconds, DateTimeOffset CoveredUntil);
