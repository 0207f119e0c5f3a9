using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Diagnostics;

/// <summary>What a message leaves behind in traces and metrics, on a real broker.</summary>
[CancelAfter(60_000)]
public sealed class TelemetryTests : RuntimeFixture
{
    private const string Sent = "messaging.client.sent.messages";

    private RecordedSpans _spans = null!;
    private Measured _measured = null!;

    [SetUp]
    public void Listen() => (_spans, _measured) = (new RecordedSpans(), new Measured());

    [TearDown]
    public void StopListening()
    {
        _spans.Dispose();
        _measured.Dispose();
    }

    [Test]
    public async Task A_message_is_sent_and_processed_below_the_span_that_made_it_whoever_publishes_it(CancellationToken cancellation)
    {
        await _runtime.StartConsumerAsync(new RecordingHandler(_ => new Outcome.Handled()), cancellation);
        using var maker = RecordedSpans.Begin("maker");
        var command = _runtime.Command();
        Activity.Current = null;
        await _runtime.PublishAsync(command);

        var (send, process) = (await SpanAsync(maker, $"send {_runtime.Endpoint.Name}", cancellation), await SpanAsync(maker, $"process {_runtime.Endpoint.Name}", cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((send.Kind, send.ParentSpanId), Is.EqualTo((ActivityKind.Producer, maker.SpanId)));
            Assert.That((process.Kind, process.ParentSpanId), Is.EqualTo((ActivityKind.Consumer, maker.SpanId)));
            Assert.That(new[] { send, process }.Select(span => (string?)span.GetTagItem("messaging.message.id")), Is.All.EqualTo($"{command.Id}"));
            Assert.That(new[] { send, process }.Select(span => (string?)span.GetTagItem("messaging.destination.name")), Is.All.EqualTo(_runtime.Endpoint.Name));
            Assert.That(process.GetTagItem("notifications.next"), Is.EqualTo("acknowledged"));
            Assert.That(new[] { send, process }.Select(span => span.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
        }
    }

    [Test]
    public async Task A_retry_is_a_trace_of_its_own_that_leads_to_the_first_and_failures_are_errors(CancellationToken cancellation)
    {
        var tries = 0;
        await _runtime.StartConsumerAsync(
            new RecordingHandler(_ => Interlocked.Increment(ref tries) <= 2 ? new Outcome.Failed(new InvalidOperationException("it broke")) : new Outcome.Handled()),
            cancellation,
            recoverability: new RecoverabilitySettings { ImmediateRetries = 1, DelayedRetrySeconds = "1", Jitter = 0 });
        using var maker = RecordedSpans.Begin("maker");
        var command = _runtime.Command();
        Activity.Current = null;
        await _runtime.PublishAsync(command);

        await Eventually.TrueAsync(() => Task.FromResult(_spans.LinkedTo(maker.TraceId).Count > 0), "the retry has its span", cancellation);
        var first = await SpanAsync(maker, $"process {_runtime.Endpoint.Name}", cancellation);
        var again = _spans.LinkedTo(maker.TraceId).Single();
        var passedOn = await SpanAsync(maker, $"send {_runtime.Endpoint.Retries}", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, first.GetTagItem("notifications.next")), Is.EqualTo((ActivityStatusCode.Error, "retried_later")));
            Assert.That(passedOn.ParentSpanId, Is.EqualTo(first.SpanId), "it is the first delivery that puts it off");
            Assert.That((again.DisplayName, again.Status, again.ParentSpanId), Is.EqualTo(($"process {_runtime.Endpoint.Retries}", ActivityStatusCode.Unset, default(ActivitySpanId))));
            Assert.That(again.Links.Single().Context.SpanId, Is.EqualTo(maker.SpanId));
            Assert.That(_measured.Sum("notifications.retries", ("kind", "immediate")), Is.GreaterThanOrEqualTo(1));
            Assert.That(_measured.Sum("notifications.retries", ("kind", "delayed")), Is.GreaterThanOrEqualTo(1));
        }
    }

    [Test]
    public async Task What_is_put_off_says_so_and_is_no_error(CancellationToken cancellation)
    {
        var tries = 0;
        await _runtime.StartConsumerAsync(
            new RecordingHandler(_ => Interlocked.Increment(ref tries) == 1 ? new Outcome.Deferred(TimeSpan.FromSeconds(1), "relay away") : new Outcome.Handled()), cancellation);
        using var maker = RecordedSpans.Begin("maker");
        var command = _runtime.Command();
        Activity.Current = null;
        await _runtime.PublishAsync(command);

        await Eventually.TrueAsync(() => Task.FromResult(_spans.LinkedTo(maker.TraceId).Count > 0), "the second delivery is a trace of its own", cancellation);
        var first = await SpanAsync(maker, $"process {_runtime.Endpoint.Name}", cancellation);
        Assert.That((first.Status, first.GetTagItem("notifications.next")), Is.EqualTo((ActivityStatusCode.Unset, "put_off")));
    }

    [Test]
    public async Task What_goes_to_the_error_queue_names_its_cause_and_is_counted(CancellationToken cancellation)
    {
        await _runtime.StartConsumerAsync(new RecordingHandler(_ => new Outcome.Failed(new InvalidOperationException("it broke"), Retry.Never)), cancellation);
        using var maker = RecordedSpans.Begin("maker");
        var command = _runtime.Command();
        Activity.Current = null;
        await _runtime.PublishAsync(command);

        var process = await SpanAsync(maker, $"process {_runtime.Endpoint.Name}", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((process.GetTagItem("notifications.next"), process.GetTagItem("error.type")), Is.EqualTo(("moved_to_error", "System.InvalidOperationException")));
            Assert.That(process.Status, Is.EqualTo(ActivityStatusCode.Error));
            Assert.That(_measured.Sum("notifications.messages.failed"), Is.GreaterThanOrEqualTo(1));
            Assert.That(_measured.Of("messaging.process.duration", ("messaging.destination.name", _runtime.Endpoint.Name), ("error.type", "failed")), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void What_is_published_without_a_trace_has_no_span()
    {
        Activity.Current = null;
        using var activity = Tracing.StartSending(Publication.Of(_runtime.Command(), DateTimeOffset.UtcNow));
        Assert.That(activity, Is.Null);
    }

    [Test]
    public async Task Publishes_are_counted_by_how_they_ended_and_a_foreign_address_is_no_label(CancellationToken cancellation)
    {
        var nowhere = $"Nowhere-{Guid.NewGuid():N}";
        await _runtime.PublishAsync(_runtime.Command());
        await _runtime.PublishAsync(_runtime.Command());
        Assert.That(await _runtime.PublishAsync(_runtime.Command(destination: nowhere)), Is.EqualTo(PublishOutcome.Unroutable));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_measured.Sum(Sent, ("messaging.destination.name", _runtime.Endpoint.Name)), Is.EqualTo(2));
            Assert.That(_measured.Of("messaging.client.operation.duration", ("messaging.destination.name", _runtime.Endpoint.Name)), Has.Count.EqualTo(2).And.All.InRange(0, 60));
            Assert.That(_measured.Sum(Sent, ("messaging.destination.name", "other"), ("error.type", "unroutable")), Is.GreaterThanOrEqualTo(1));
            Assert.That(_measured.Of(Sent, ("messaging.destination.name", nowhere)), Is.Empty);
        }
    }

    [Test]
    public async Task A_delivery_is_counted_with_how_long_it_waited_and_how_long_it_took(CancellationToken cancellation)
    {
        (string, string) here = ("messaging.destination.name", _runtime.Endpoint.Name);
        await _runtime.SendAsync(3);
        await _runtime.StartConsumerAsync(new RecordingHandler(_ => new Outcome.Handled()), cancellation);

        await Eventually.TrueAsync(() => Task.FromResult(_measured.Of("messaging.process.duration", here).Count == 3), "three were handled", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_measured.Sum("messaging.client.consumed.messages", here), Is.EqualTo(3));
            Assert.That(_measured.Of("notifications.queue.wait.duration", here), Has.Count.EqualTo(3).And.All.InRange(0, 60));
        }
    }

    [Test]
    public void A_message_that_says_it_was_published_years_ago_is_not_believed()
    {
        var queue = $"Queue-{Guid.NewGuid():N}";
        MessagingMetrics.Begun(queue, TimeSpan.FromDays(8));
        MessagingMetrics.Begun(queue, TimeSpan.FromDays(7));
        MessagingMetrics.Begun(queue, TimeSpan.FromDays(-365));
        Assert.That(_measured.Of("notifications.queue.wait.duration", ("messaging.destination.name", queue)), Is.EqualTo(new[] { TimeSpan.FromDays(7).TotalSeconds, 0 }));
    }

    [Test]
    public async Task The_broker_is_asked_what_waits_in_a_queue_and_who_consumes(CancellationToken cancellation)
    {
        await _runtime.SendAsync(2);
        await Eventually.TrueAsync(
            async () => await _runtime.Publisher.CountAsync(_runtime.Endpoint.Name, cancellation) == new QueueCount(2, 0), "two wait and nobody consumes", cancellation);
        Assert.That(await _runtime.Publisher.CountAsync($"Nowhere-{Guid.NewGuid():N}", cancellation), Is.Null);
        Assert.That(_runtime.Publisher.IsReady, "a question about a queue that is not there costs no connection");
    }

    private async Task<Activity> SpanAsync(Activity maker, string name, CancellationToken cancellation)
    {
        Activity? found = null;
        await Eventually.TrueAsync(() => Task.FromResult((found = _spans.Of(maker.TraceId).SingleOrDefault(span => span.DisplayName == name)) is not null), $"there is a span '{name}'", cancellation);
        return found!;
    }
}
