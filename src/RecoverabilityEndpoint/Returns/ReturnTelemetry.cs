using System.Diagnostics.Metrics;
using Notifications.RecoverabilityEndpoint.Ingestion;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>What this process has sent back, counted; docs/observability.md has the names. Processes are added up.</summary>
internal static class ReturnTelemetry
{
    private static readonly Meter Meter = new(IngestionMetrics.MeterName);
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "notifications.failed_messages.returned", "{message}", "Failed messages that people have sent back, and what became of that.");

    public static void BeginAtZero() => Returned(sent: 0, sentEdited: 0, notRoutable: 0);

    public static void Returned(IReadOnlyCollection<(ReturnRow Row, ReturnOutcome Outcome)> ended) => Returned(
        ended.LongCount(end => end is { Outcome: ReturnOutcome.Sent, Row.IsEdited: false }),
        ended.LongCount(end => end is { Outcome: ReturnOutcome.Sent, Row.IsEdited: true }),
        ended.LongCount(end => end.Outcome is ReturnOutcome.Nowhere));

    private static void Returned(long sent, long sentEdited, long notRoutable)
    {
        foreach (var (result, messages) in new[] { ("sent", sent), ("sent_edited", sentEdited), ("not_routable", notRoutable) })
            Messages.Add(messages, new KeyValuePair<string, object?>("result", result));
    }
}
