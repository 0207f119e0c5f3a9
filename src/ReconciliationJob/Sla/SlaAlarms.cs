namespace Notifications.ReconciliationJob.Sla;

/// <summary>What speaks against the promise now, in sentences; the worst first.</summary>
internal static class SlaAlarms
{
    /// <summary>Runs come every 15 s, and at most a minute apart.</summary>
    private const double LongWithoutRun = 180;

    /// <summary>At this rate a period's budget is gone within two days of its 28.</summary>
    private const double FastBurn = 14.4;

    public static IEnumerable<string> Of(SlaView view)
    {
        if (view.Unsent.Late > 0)
            yield return $"Orders older than five minutes whose e-mail is not sent: {Html.Number(view.Unsent.Late)}; the oldest is {Html.Seconds(view.Unsent.OldestAgeSeconds)} old.";
        if (view.Forecast.Breaches > 0)
            yield return $"Orders that are in time now and will be late when {Html.Number(view.SentPerSecond)} a second go out as in the last minute: {Html.Number(view.Forecast.Breaches)}.";
        if (view.LastRun is null)
            yield return "Reconciliation has never run: nobody looks for orders that were lost.";
        else if (view.LastRun.AgeSeconds > LongWithoutRun)
            yield return $"Reconciliation last ran {Html.Seconds(view.LastRun.AgeSeconds)} ago, on {view.LastRun.Node}: nobody looks for orders that were lost.";
        if (view.ErrorBudget.Remaining < 0)
            yield return "The objective of the period is missed.";
        else if (view.ErrorBudget.BurnRateLastHour >= FastBurn)
            yield return $"The last hour has spent the error budget {Html.Number(view.ErrorBudget.BurnRateLastHour.Value)} times as fast as it may be.";
    }
}
