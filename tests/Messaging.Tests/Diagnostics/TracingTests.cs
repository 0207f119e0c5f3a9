using System.Diagnostics;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Diagnostics;

[Parallelizable(ParallelScope.All)]
public sealed class TracingTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private ActivityListener _listener = null!;

    [OneTimeSetUp]
    public void Listen()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [OneTimeTearDown]
    public void StopListening() => _listener.Dispose();

    [Test]
    public void Handling_a_command_is_part_of_the_trace_that_sent_it()
    {
        using var activity = Process(new() { ["traceparent"] = TraceParent, ["NServiceBus.OpenTelemetry.StartNewTrace"] = "False" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(activity!.TraceId.ToHexString(), Is.EqualTo("0af7651916cd43dd8448eb211c80319c"));
            Assert.That(activity.ParentSpanId.ToHexString(), Is.EqualTo("b7ad6b7169203331"));
            Assert.That(activity.Links, Is.Empty);
        }
    }

    [Test]
    public void Handling_an_event_or_a_retry_is_a_trace_of_its_own_with_a_link()
    {
        using var activity = Process(new() { ["traceparent"] = TraceParent, ["NServiceBus.OpenTelemetry.StartNewTrace"] = "True" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(activity!.TraceId.ToHexString(), Is.Not.EqualTo("0af7651916cd43dd8448eb211c80319c"));
            Assert.That(activity.Links.Single().Context.TraceId.ToHexString(), Is.EqualTo("0af7651916cd43dd8448eb211c80319c"));
        }
    }

    [TestCase("nonsense")]
    [TestCase("")]
    public void A_trace_that_cannot_be_read_is_no_trace(string traceParent)
    {
        using var activity = Process(new() { ["traceparent"] = traceParent, ["NServiceBus.OpenTelemetry.StartNewTrace"] = "True" });
        Assert.That((activity!.ParentId, activity.Links.Any()), Is.EqualTo(((string?)null, false)));
    }

    private static Activity? Process(Dictionary<string, string> headers)
    {
        Activity.Current = null;
        return Tracing.StartProcessing(new IncomingMessage("42", "Type", headers, ReadOnlyMemory<byte>.Empty, 0), "Queue");
    }
}
