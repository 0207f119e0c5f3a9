using System.Diagnostics;
using Notifications.ReconciliationJob.Runs;
using Notifications.Testing;

namespace Notifications.ReconciliationJob.Tests.Runs;

/// <summary>What reconciliation does for an order can be found from the order's own trace.</summary>
[CancelAfter(60_000)]
public sealed class DriveTraceTests : DatabaseFixture
{
    private RecordedSpans _spans = null!;

    [SetUp]
    public void Listen() => _spans = new RecordedSpans();

    [TearDown]
    public void StopListening() => _spans.Dispose();

    [Test]
    public async Task Driving_an_order_is_a_span_of_its_trace_with_a_link_to_the_run_and_its_command_leads_there(CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await ExecuteAsync($"UPDATE orders.orders SET trace_id = '0af76519-16cd-43dd-8448-eb211c80319c', span_id = x'b7ad6b7169203331'::bigint WHERE order_id = '{order}'");

        await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        var drive = _spans.Of(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c")).Single();
        var run = _spans.Of(drive.Links.Single().Context.TraceId).Single(span => span.DisplayName == "reconcile");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((drive.DisplayName, drive.ParentSpanId.ToHexString()), Is.EqualTo(("drive order", "b7ad6b7169203331")));
            Assert.That(drive.GetTagItem("notifications.order.id"), Is.EqualTo($"{order}"));
            Assert.That(run.SpanId, Is.EqualTo(drive.Links.Single().Context.SpanId));
            Assert.That(await QueryAsync<string>("SELECT headers->>'traceparent' FROM messaging.outbox"), Is.EqualTo(drive.Id));
            Assert.That(await QueryAsync<string>("SELECT headers->>'NServiceBus.OpenTelemetry.StartNewTrace' FROM messaging.outbox"), Is.EqualTo("True"));
        }
    }

    [Test]
    public async Task An_order_whose_trace_nobody_recorded_is_driven_all_the_same(CancellationToken cancellation)
    {
        await PlaceAsync("2 minutes");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        Assert.That(await QueryAsync<string>("SELECT headers->>'NServiceBus.OpenTelemetry.StartNewTrace' FROM messaging.outbox"), Is.EqualTo("True"));
    }

    [Test]
    public async Task What_a_run_did_is_counted(CancellationToken cancellation)
    {
        using var measured = new Measured();
        await PlaceAsync("2 minutes");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        foreach (var result in new[] { "checked", "found", "driven" })
            Assert.That(measured.Sum("notifications.reconciliation.orders", ("result", result)), Is.GreaterThanOrEqualTo(1), result);
    }
}
