using Notifications.Messages;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>The promise now, as <c>GET /sla</c>, the page and the metrics show it; docs/sla.md has every number with its unit.</summary>
public sealed record SlaView(
    DateTimeOffset At,
    PromiseView Promise,
    UnsentView Unsent,
    double SentPerSecond,
    BreachForecast Forecast,
    SlaSums LastHour,
    SlaSums Today,
    SlaSums Period,
    BudgetView ErrorBudget,
    LastRun? LastRun,
    IReadOnlyList<SlaMinute> Minutes)
{
    /// <param name="snapshot">What the database knew.</param>
    /// <param name="settings">The objective.</param>
    /// <param name="grace">Of reconciliation.</param>
    public static SlaView Of(SlaSnapshot snapshot, SlaSettings settings, TimeSpan grace)
    {
        var budget = Sla.ErrorBudget.Of(settings.Objective, snapshot.Period.Deliverable, snapshot.Period.Missed);
        return new SlaView(
            snapshot.At,
            new PromiseView(DeliveryRules.DueWithin.TotalSeconds, settings.Objective, settings.Period.TotalDays),
            UnsentView.Of(snapshot),
            snapshot.SentPerSecond,
            BreachForecast.Of(snapshot.Unsent, snapshot.SentPerSecond, DeliveryRules.DueWithin, grace),
            snapshot.LastHour,
            snapshot.Today,
            snapshot.Period,
            new BudgetView(
                budget.Allowed, budget.Spent, budget.Remaining, Sla.ErrorBudget.BurnRate(settings.Objective, snapshot.LastHour.Deliverable, snapshot.LastHour.Missed)),
            snapshot.LastRun,
            snapshot.Minutes);
    }
}

/// <summary>What was promised.</summary>
public sealed record PromiseView(double DueWithinSeconds, double Objective, double PeriodDays);

/// <summary>Orders whose e-mail was neither accepted nor rejected.</summary>
/// <param name="Orders">All of them.</param>
/// <param name="Late">Older than five minutes.</param>
/// <param name="PutOff">Tried, and left alone until their next attempt.</param>
/// <param name="OldestAgeSeconds">None when there are none.</param>
public sealed record UnsentView(long Orders, long Late, long PutOff, double? OldestAgeSeconds)
{
    internal static UnsentView Of(SlaSnapshot snapshot) => new(
        snapshot.Unsent.Sum(bucket => bucket.Orders),
        snapshot.Unsent.Where(bucket => bucket.From >= DeliveryRules.DueWithin).Sum(bucket => bucket.Orders),
        snapshot.Unsent.Sum(bucket => bucket.PutOff),
        snapshot.OldestUnsentSeconds);
}

/// <summary><see cref="ErrorBudget"/> of the period, and how fast the last hour has spent it.</summary>
public sealed record BudgetView(double Allowed, long Spent, double Remaining, double? BurnRateLastHour);
