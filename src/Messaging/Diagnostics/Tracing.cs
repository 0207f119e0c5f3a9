using System.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Diagnostics;

/// <summary>Names of OpenTelemetry's messaging conventions (1.44, still in development), in this one file.</summary>
public static class Tracing
{
    public const string SourceName = "Notifications.Messaging";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// A span for handling one message, below the span that made the message: the order's request, whichever process published it.
    /// A message that says so (an event, a retry) gets a trace of its own with a link to that span.
    /// </summary>
    public static Activity? StartProcessing(IncomingMessage message, string queue)
    {
        var isCreated = ActivityContext.TryParse(
            message.Headers.GetValueOrDefault(Headers.TraceParent), message.Headers.GetValueOrDefault(Headers.TraceState), isRemote: true, out var creator);
        var name = $"process {queue}";
        var activity = isCreated && message.Headers.GetValueOrDefault(Headers.StartNewTrace) == "True"
            ? Source.StartActivity(ActivityKind.Consumer, parentContext: default, links: [new ActivityLink(creator)], name: name)
            : Source.StartActivity(name, ActivityKind.Consumer, creator);
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.operation.name", "process");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.destination.name", queue);
        activity?.SetTag("messaging.message.id", message.Id);
        return activity;
    }

    /// <summary>The trace that we are in goes with the message, so that whoever publishes it later does not matter.</summary>
    internal static void WriteContext(Dictionary<string, string> headers)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } context } current)
            return;
        headers[Headers.TraceParent] = context;
        if (!string.IsNullOrEmpty(current.TraceStateString))
            headers[Headers.TraceState] = current.TraceStateString;
        var baggage = string.Join(',', current.Baggage.Select(item => $"{item.Key}={Uri.EscapeDataString(item.Value ?? "")}"));
        if (baggage != "")
            headers[Headers.Baggage] = baggage;
    }
}
