using System.Diagnostics;
using System.Diagnostics.Metrics;
using Notifications.ReconciliationJob.Runs;
using Notifications.ReconciliationJob.Sla;
using Notifications.ServiceDefaults.Telemetry;

namespace Notifications.ReconciliationJob;

/// <summary>Spans of runs, and what this node has done, counted; docs/observability.md has the names. Nodes are added up.</summary>
internal static class ReconciliationTelemetry
{
    private static readonly ActivitySource Source = new(SlaMetrics.MeterName);
    private static readonly Meter Meter = new(SlaMetrics.MeterName);
    private static readonly Counter<long> Orders = Meter.CreateCounter<long>("notifications.reconciliation.orders", "{order}", "What runs did.");
    private static readonly Counter<long> DecidedOrders = Meter.CreateCounter<long>("notifications.sla.decided", "{order}", "Orders whose minute was decided.");

    public static void BeginAtZero()
    {
        Ran(new RunCounts());
        Decided(within: 0, missed: 0, rejected: 0);
    }

    public static Activity? StartRun(RunPurpose purpose) => Source.StartActivity("reconcile")?.SetTag("notifications.run.purpose", purpose.ToString().ToLowerInvariant());

    /// <summary>In the order's own trace, with a link to the run; none for an order whose trace was not recorded. The command carries this span's context.</summary>
    public static Activity? StartDriving(Guid order, StoredTrace? trace) => trace is { } stored
        ? Source.StartActivity(
            ActivityKind.Internal, stored.ToContext(), links: Activity.Current is { } run ? [new ActivityLink(run.Context)] : null, name: "drive order")
            ?.SetTag("notifications.order.id", order.ToString("D"))
        : null;

    public static void Ran(RunCounts counts)
    {
        foreach (var (result, orders) in new[]
        {
            ("checked", counts.Checked), ("found", counts.Found), ("driven", counts.Driven), ("sent", counts.Sent), ("late", counts.Late), ("left_over", counts.LeftOver),
        })
        {
            Orders.Add(orders, new KeyValuePair<string, object?>("result", result));
        }
    }

    public static void Decided(long within, long missed, long rejected)
    {
        foreach (var (outcome, orders) in new[] { ("within", within), ("missed", missed), ("rejected", rejected) })
            DecidedOrders.Add(orders, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
