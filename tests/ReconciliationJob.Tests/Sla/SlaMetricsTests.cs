using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.ReconciliationJob.Sla;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>What a collector sees.</summary>
[CancelAfter(60_000)]
public sealed class SlaMetricsTests
{
    private readonly SetTime _time = new();
    private SlaMetrics _metrics = null!;

    [SetUp]
    public void Create() => _metrics = new SlaMetrics(_time);

    [TearDown]
    public void Dispose() => _metrics.Dispose();

    [Test]
    public void The_gauges_are_the_newest_figures()
    {
        _metrics.Show(Views.Of(Views.Troubled));
        Assert.That(Collect(), Is.EquivalentTo(new Dictionary<string, double>
        {
            ["notifications.sla.orders.unsent"] = 616,
            ["notifications.sla.orders.unsent.oldest_age"] = 412.25,
            ["notifications.sla.orders.unsent.late"] = 13,
            ["notifications.sla.orders.sent_rate"] = 2.5,
            ["notifications.sla.forecast.breaches"] = 100,
            ["notifications.sla.within"] = 900,
            ["notifications.sla.missed"] = 60,
            ["notifications.sla.rejected"] = 40,
            ["notifications.sla.error_budget.remaining.ratio"] = 0.7,
            ["notifications.sla.objective.ratio"] = 0.999,
            ["notifications.reconciliation.coverage.age"] = 69,
            ["notifications.reconciliation.last_run.age"] = 8,
        }));
    }

    [Test]
    public void Before_the_first_reading_there_is_nothing() => Assert.That(Collect(), Is.Empty);

    [Test]
    public void When_readings_stop_coming_there_is_nothing_rather_than_what_was()
    {
        _metrics.Show(Views.Of(Views.Quiet));
        _time.Advance(TimeSpan.FromSeconds(45));
        Assert.That(Collect(), Is.Not.Empty);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Collect(), Is.Empty);
    }

    [Test]
    public async Task When_the_database_is_away_there_is_nothing_and_when_it_is_back_there_is()
    {
        var isAway = false;
        var views = new SharedView(_ => isAway ? Task.FromException<SlaView>(new NpgsqlException("away")) : Task.FromResult(Views.Of(Views.Quiet)), _time);
        using var refresh = new SlaRefresh(views, _metrics, _time, NullLogger<SlaRefresh>.Instance);
        foreach (var away in new[] { false, true, true, false })
        {
            isAway = away;
            await refresh.OnceAsync(CancellationToken.None);
            Assert.That(Collect(), away ? Is.Empty : Is.Not.Empty);
            _time.Advance(TimeSpan.FromSeconds(15));
        }
    }

    [Test]
    public void A_reconciliation_that_never_ran_has_no_age()
    {
        _metrics.Show(Views.Of(Views.Quiet with { LastRun = null }));
        Assert.That(Collect().Keys, Does.Not.Contain("notifications.reconciliation.last_run.age").And.Contains("notifications.sla.orders.unsent"));
    }

    private static Dictionary<string, double> Collect()
    {
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == SlaMetrics.MeterName)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values.Add(instrument.Name, value));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
