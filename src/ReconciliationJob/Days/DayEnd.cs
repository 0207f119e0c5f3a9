using Notifications.ReconciliationJob.Proof;
using Notifications.ReconciliationJob.Sla;
using Npgsql;

namespace Notifications.ReconciliationJob.Days;

/// <summary>
/// What is done once a day is over, UTC: every order of it is proved, its report is written, and what is too old to be asked for is removed.
/// Database away, or death in between: a day without a proof is closed by the next look, for a week. Files that were still to be written when the
/// proof stood already are written by hand: tools/Reconcile, report.
/// </summary>
public sealed class DayEnd(NpgsqlDataSource database, DailyReport reports, ReconciliationSettings settings, ILogger<DayEnd> log)
{
    private const int ListedOrders = 20;

    public async Task CloseAsync(CancellationToken cancellation)
    {
        var days = await DayTable.ToCloseAsync(database, cancellation);
        foreach (var day in days)
            await reports.CloseAsync(day, token => ProveAsync(day, token), cancellation);
        if (days.Count > 0)
            log.OldRowsRemoved(await DayTable.RemoveOldAsync(database, settings.KeepFor, cancellation));
    }

    private async Task ProveAsync(DateOnly day, CancellationToken cancellation)
    {
        var proof = await Prover.ProveAsync(database, DailyFigures.BeginningOf(day), DailyFigures.BeginningOf(day.AddDays(1)), ListedOrders, cancellation);
        await Prover.RecordAsync(database, proof, cancellation);
        if (proof.IsWhole(strict: false))
            log.DayIsWhole(day, proof.Counts.Orders, proof.Counts.Late, proof.Counts.Rejected, proof.Counts.Flagged);
        else
            log.DayIsNotWhole(day, proof.Counts.Missing, proof.Counts.Twice, proof.Counts.Unexplained);
    }
}
