using Notifications.RecoverabilityEndpoint.Events;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>What people can read later about a batch: not a line for each of a hundred thousand messages, but one for each cause. No I/O.</summary>
internal static class IngestionEvents
{
    private const string Category = "MessageFailures";

    public static IReadOnlyList<Failure> Failures(IEnumerable<(Arrival Arrival, IngestionResult Result)> results) =>
        [.. results.Where(ended => ended.Result is IngestionResult.Failed or IngestionResult.FailedAgain or IngestionResult.Unreadable).Select(ended => ((Arrival.Failed)ended.Arrival).Failure)];

    public static IEnumerable<OperatingEvent> Of(IReadOnlyList<(Arrival Arrival, IngestionResult Result)> results)
    {
        foreach (var cause in Failures(results).GroupBy(failure => failure.Groups[0]))
            yield return cause.Count() == 1 ? One(cause.First()) : Many(cause.Key, cause.Count());
        if (results.Where(ended => ended.Result == IngestionResult.Acknowledged).Select(ended => ended.Arrival.MessageId).Distinct().ToList() is { Count: > 0 } handled)
            yield return Handled(handled);
    }

    private static OperatingEvent One(Failure failure) => new(
        EventSeverity.Error,
        Category,
        "MessageFailed",
        $"{(failure.MessageType == "" ? "A message" : failure.MessageType)} failed in {(failure.ReceivingEndpoint == "" ? "an unknown endpoint" : failure.ReceivingEndpoint)}: {failure.ExceptionMessage}",
        [$"/message/{failure.Id}"],
        Messages: 1);

    /// <summary>The path has no 'message' in it: ServicePulse would take what follows for the id of one.</summary>
    private static OperatingEvent Many(FailureGroup cause, int messages) =>
        new(EventSeverity.Error, Category, "MessagesFailed", $"{messages} messages failed: {cause.Title}", [$"/group/{cause.Id}"], messages);

    private static OperatingEvent Handled(List<Guid> handled) => new(
        EventSeverity.Info,
        Category,
        "MessageFailureResolvedByRetry",
        handled.Count == 1 ? "A message that was sent back is handled." : $"{handled.Count} messages that were sent back are handled.",
        handled.Count == 1 ? [$"/message/{handled[0]}"] : [],
        handled.Count);
}
