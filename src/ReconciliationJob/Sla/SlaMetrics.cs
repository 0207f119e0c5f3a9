using System.Diagnostics.Metrics;
using Notifications.ServiceDefaults.Telemetry;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>The figures of the promise as gauges. Those of a moment ago, or none at all: a dashboard must not go on showing what was true before the database went away.</summary>
public sealed class SlaMetrics : IDisposable
{
    public const string MeterName = "Notifications.Reconciliation";

    private readonly Meter _meter = new(MeterName);
    private readonly Figures<SlaView> _figures;

    public SlaMetrics(TimeProvider time)
    {
        _figures = new Figures<SlaView>(time);
        Add("notifications.sla.orders.unsent", "{order}", "Orders whose e-mail was neither accepted nor rejected.", view => view.Unsent.Orders);
        Add("notifications.sla.orders.unsent.oldest_age", "s", "Age of the oldest unsent order.", view => view.Unsent.OldestAgeSeconds ?? 0);
        Add("notifications.sla.orders.unsent.late", "{order}", "Unsent orders older than five minutes.", view => view.Unsent.Late);
        Add("notifications.sla.orders.sent_rate", "{order}/s", "E-mails accepted by relays, over the last minute.", view => view.SentPerSecond);
        Add("notifications.sla.forecast.breaches", "{order}", "Unsent orders that are in time now and will be late.", view => view.Forecast.Breaches);
        Add("notifications.sla.within", "{order}", "Orders of the last hour whose e-mail was accepted within five minutes.", view => view.LastHour.Within);
        Add("notifications.sla.missed", "{order}", "Orders of the last hour whose e-mail was accepted later, or not yet.", view => view.LastHour.Missed);
        Add("notifications.sla.rejected", "{order}", "Orders of the last hour whose e-mail cannot be delivered.", view => view.LastHour.Rejected);
        Add("notifications.sla.error_budget.remaining.ratio", "1", "Share of the error budget that is left; below 0 the objective is missed.", view => view.ErrorBudget.Remaining);
        Add("notifications.sla.objective.ratio", "1", "Share of the e-mails that are to be accepted within five minutes.", view => view.Promise.Objective);
        Add("notifications.reconciliation.coverage.age", "s", "Every order accepted longer ago was looked at.", view => (view.At - view.LastRun?.CoveredUntil)?.TotalSeconds);
        Add("notifications.reconciliation.last_run.age", "s", "Time since reconciliation last ran.", view => view.LastRun?.AgeSeconds);
    }

    /// <summary>The newest figures; null when they cannot be read.</summary>
    public void Show(SlaView? view) => _figures.Show(view);

    public void Dispose() => _meter.Dispose();

    private void Add(string name, string unit, string description, Func<SlaView, double?> read) => _meter.CreateObservableGauge(name, () => _figures.Measure(read), unit, description);
}
