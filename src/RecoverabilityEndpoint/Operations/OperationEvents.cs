using System.Globalization;
using Notifications.RecoverabilityEndpoint.Events;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>What people read about operations. The words are ServiceControl's, as far as ServicePulse knows them; a click on one about a single message opens it.</summary>
internal static class OperationEvents
{
    private const string OfOne = "MessageFailures";
    private const string OfMany = "Recoverability";

    /// <summary>Everything is selected that is to be sent back; the rest is told of when it is done.</summary>
    public static IEnumerable<OperatingEvent> Prepared(AskedOperation asked, long total)
    {
        if (asked.Kind != OperationKind.Retry || total == 0)
            yield break;
        yield return One(asked, total) is { } message
            ? new OperatingEvent(EventSeverity.Info, OfOne, "MessageSubmittedForRetry", $"{asked.RequestedBy} sends a failed message back.", [Path(message)], total)
            : new OperatingEvent(EventSeverity.Info, OfMany, "MessagesSubmittedForRetry", $"{asked.RequestedBy} sends {Count(total)} back: {asked.Originator}.", [], total);
    }

    public static IEnumerable<OperatingEvent> Completed(CompletedOperation operation)
    {
        if (operation.Total == 0)
            yield break;
        var asked = operation.Asked;
        var one = One(asked, operation.Total);
        if (asked.Kind == OperationKind.Retry)
        {
            // That one message could not be sent back was told with the reason.
            if (one is null)
                yield return SentBack(operation);
            yield break;
        }

        var (type, said) = (asked.Kind, asked.Scope) switch
        {
            (OperationKind.Archive, OperationScope.FailureGroup) => ("FailedMessageGroupArchived", "archived"),
            (OperationKind.Archive, _) => ("FailedMessageArchived", "archived"),
            (_, OperationScope.FailureGroup) => ("FailedMessageGroupUnArchived", "restored"),
            _ => ("FailedMessagesUnArchived", "restored"),
        };
        yield return one is { } message
            ? new OperatingEvent(EventSeverity.Info, OfOne, type, $"{asked.RequestedBy} {said} a failed message.", [Path(message)], 1)
            : new OperatingEvent(EventSeverity.Info, OfMany, type, $"{asked.RequestedBy} {said} {Count(operation.Done)}: {asked.Originator}.", [], operation.Done);
    }

    /// <param name="address">Where they were to go; null when they do not say where they failed.</param>
    /// <param name="reason">Half a sentence.</param>
    /// <param name="messages">Of one operation.</param>
    public static OperatingEvent LedNowhere(string? address, string reason, IReadOnlyList<Guid> messages) => new(
        EventSeverity.Error,
        OfOne,
        "MessageSubmittedForRetryFailed",
        address is null
            ? $"Failed messages cannot be sent back: {reason}. They are unresolved again."
            : $"Failed messages cannot be sent back to '{address}': {reason}. They are unresolved again. Start what reads that queue, or redirect it, and send them back once more.",
        [Path(messages[0])],
        messages.Count);

    private static OperatingEvent SentBack(CompletedOperation operation) => new(
        operation.Failed == 0 ? EventSeverity.Info : EventSeverity.Warning,
        OfMany,
        "RetryOperationCompleted",
        operation.Failed == 0
            ? $"{Count(operation.Done)} were sent back: {operation.Asked.Originator}."
            : $"{Count(operation.Done)} were sent back, and {Count(operation.Failed)} could not be and are unresolved again: {operation.Asked.Originator}.",
        [],
        operation.Done + operation.Failed);

    private static Guid? One(AskedOperation asked, long total) => total == 1 && asked.Selection.Ids is [var message] ? message : null;

    private static string Path(Guid message) => $"/message/{message:D}";

    private static string Count(long messages) => string.Create(CultureInfo.InvariantCulture, $"{messages:N0} failed message{(messages == 1 ? "" : "s")}");
}
