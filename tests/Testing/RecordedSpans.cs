using System.Collections.Concurrent;
using System.Diagnostics;

namespace Notifications.Testing;

/// <summary>The spans of ours, and of MailKit, that end in this process while it lives. Other tests make some too: ask for those of a trace.</summary>
public sealed class RecordedSpans : IDisposable
{
    private static readonly ActivitySource Tests = new("Notifications.Tests");

    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = [];

    public RecordedSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Notifications.", StringComparison.Ordinal) || source.Name.StartsWith("MailKit.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A trace of the test's own, and the span that it is in until that is disposed.</summary>
    public static Activity Begin(string name)
    {
        Activity.Current = null;
        return Tests.StartActivity(name) ?? throw new InvalidOperationException("Nobody listens: make a RecordedSpans first.");
    }

    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _ended.Where(span => span.TraceId == trace)];

    public IReadOnlyList<Activity> LinkedTo(ActivityTraceId trace) => [.. _ended.Where(span => span.Links.Any(link => link.Context.TraceId == trace))];

    public void Dispose() => _listener.Dispose();
}
