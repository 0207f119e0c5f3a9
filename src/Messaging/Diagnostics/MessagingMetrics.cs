using System.Diagnostics;
using System.Diagnostics.Metrics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Diagnostics;

/// <summary>What the runtime counts and times; docs/observability.md has the names. Labels are of fixed sets or from the topology: a header is no label.</summary>
internal static class MessagingMetrics
{
    public const string MeterName = "Notifications.Messaging";

    /// <summary>When a message was published is its sender's word: beyond this it is not believed, or one forger would spoil every average.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(Conventions.SentMessages, "{message}", "Publishes by how they ended.");
    private static readonly Histogram<double> SendDuration = Meter.CreateHistogram(Conventions.OperationDuration, "s", "From the wish to publish to the broker's answer.", advice: Buckets.ShortTimes);
    private static readonly Counter<long> Consumed = Meter.CreateCounter<long>(Conventions.ConsumedMessages, "{message}", "Deliveries that were begun.");
    private static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram(Conventions.ProcessDuration, "s", "Handling one delivery, with all its immediate tries.", advice: Buckets.ShortTimes);
    private static readonly Histogram<double> QueueWait = Meter.CreateHistogram("notifications.queue.wait.duration", "s", "From the publish to the beginning of handling.", advice: Buckets.Promise);
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("notifications.retries", "{message}", "Messages that are tried again.");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("notifications.messages.failed", "{message}", "Messages that went to the error queue.");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram("notifications.batch.size", "{item}", "Items in one transaction.", advice: Buckets.Items);
    private static readonly Histogram<double> BatchWait = Meter.CreateHistogram("notifications.batch.wait.duration", "s", "An item, until its transaction begins.", advice: Buckets.ShortTimes);
    private static readonly Histogram<double> BatchDuration = Meter.CreateHistogram("notifications.batch.duration", "s", "One transaction for many.", advice: Buckets.ShortTimes);

    /// <summary>Counters begin at zero: one that appears with its first event hides it from whoever looks for a change.</summary>
    public static void BeginAtZero(EndpointDefinition endpoint)
    {
        if (endpoint.Receives)
        {
            Failed.Add(0);
            foreach (var kind in new[] { "immediate", "delayed", "put_off" })
                Retries.Add(0, Kind(kind));
        }

        foreach (var destination in endpoint.Destinations)
        {
            foreach (var outcome in Enum.GetValues<PublishOutcome>())
                Sent.Add(0, Sending(destination, ErrorOf(outcome)));
        }
    }

    /// <param name="destination">From the topology, or "other".</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="took">Until then.</param>
    public static void Published(string destination, PublishOutcome outcome, TimeSpan took)
    {
        var tags = Sending(destination, ErrorOf(outcome));
        Sent.Add(1, tags);
        SendDuration.Record(took.TotalSeconds, tags);
    }

    /// <param name="queue">That it came from.</param>
    /// <param name="waited">Since it was published; null when it does not say.</param>
    public static void Begun(string queue, TimeSpan? waited)
    {
        var tags = new TagList { { Conventions.Destination, queue } };
        Consumed.Add(1, tags);
        if (waited is { } wait && wait <= LongestWait)
            QueueWait.Record(Math.Max(0, wait.TotalSeconds), tags); // the clock is another machine's
    }

    public static void Processed(string queue, NextStep step, TimeSpan took)
    {
        var tags = new TagList { { Conventions.Destination, queue } };
        if (ErrorOf(step) is { } error)
            tags.Add(Conventions.ErrorType, error);
        ProcessDuration.Record(took.TotalSeconds, tags);
    }

    public static void TriedAgainAtOnce() => Retries.Add(1, Kind("immediate"));

    public static void TriedAgainLater(bool isRetry) => Retries.Add(1, Kind(isRetry ? "delayed" : "put_off"));

    public static void MovedToError() => Failed.Add(1);

    public static void BatchBegun(string name, int items) => BatchSize.Record(items, Batch(name));

    public static void BatchWaited(string name, TimeSpan waited) => BatchWait.Record(waited.TotalSeconds, Batch(name));

    public static void BatchEnded(string name, TimeSpan took, Exception? failure)
    {
        var tags = new TagList { Batch(name) };
        if (failure is not null)
            tags.Add(Conventions.ErrorType, failure.GetType().FullName);
        BatchDuration.Record(took.TotalSeconds, tags);
    }

    /// <summary>Null when it is confirmed.</summary>
    public static string? ErrorOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Confirmed => null,
        PublishOutcome.Refused => "refused",
        PublishOutcome.Unroutable => "unroutable",
        PublishOutcome.Unknown => "unknown",
        PublishOutcome.Unencodable => "unencodable",
        PublishOutcome.Unavailable => "unavailable",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a name."),
    };

    private static string? ErrorOf(NextStep step) => step switch
    {
        NextStep.Acknowledge => null,
        NextStep.TryAgainLater { Retry: null } => "deferred",
        NextStep.HandBack => "abandoned",
        _ => "failed",
    };

    private static TagList Sending(string destination, string? error)
    {
        var tags = new TagList
        {
            { Conventions.System, Conventions.RabbitMq }, { Conventions.OperationName, Conventions.Send }, { Conventions.Destination, destination },
        };
        if (error is not null)
            tags.Add(Conventions.ErrorType, error);
        return tags;
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    private static KeyValuePair<string, object?> Batch(string name) => new("batch", name);
}
