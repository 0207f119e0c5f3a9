using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>The groups that a failure is in. A title is what the same failure next year has too: no times, no ids, no lines of files.</summary>
internal static class FailureTitles
{
    private const int Longest = 900;

    public static IReadOnlyList<FailureGroup> Of(string? unreadable, string exceptionType, string stackTrace, string messageType, string? queueAddress, string endpoint, string? host) =>
    [
        Group(Classifier.Exception, unreadable is null ? Exception(exceptionType, stackTrace) : $"Unreadable: {unreadable}"),
        Group(Classifier.MessageType, Known(messageType, "message type")),
        Group(Classifier.EndpointAddress, Known(queueAddress, "queue")),
        Group(Classifier.EndpointInstance, $"{Known(endpoint, "endpoint")} on {Known(host, "host")}"),
        Group(Classifier.EndpointName, Known(endpoint, "endpoint")),
    ];

    private static string Exception(string type, string stackTrace) => $"{Known(type, "exception")}: {TopFrame.Of(stackTrace) ?? "no stack trace"}";

    private static string Known(string? name, string what) => string.IsNullOrEmpty(name) ? $"unknown {what}" : name;

    private static FailureGroup Group(Classifier classifier, string title)
    {
        var bounded = StoredText.Bounded(title, Longest);
        return new FailureGroup(NamedId.OfGroup(classifier.Name, bounded), classifier.Name, bounded);
    }
}
