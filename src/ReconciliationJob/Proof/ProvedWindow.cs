namespace Notifications.ReconciliationJob.Proof;

/// <summary>The orders that are checked.</summary>
/// <param name="From">Accepted since then.</param>
/// <param name="Until">And before then.</param>
/// <param name="Orders">How many.</param>
/// <param name="Least">Of their ids; null when there are none.</param>
/// <param name="Greatest">Of their ids.</param>
internal sealed record ProvedWindow(DateTimeOffset From, DateTimeOffset Until, long Orders, Guid? Least, Guid? Greatest);
