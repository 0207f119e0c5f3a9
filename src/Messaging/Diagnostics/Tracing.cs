using System.Diagnostics;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Diagnostics;

/// <summary>Names of OpenTelemetry's messaging conventions (1.44, still in development), in this one file.</summary>
public static class Tracing
{
    public const string SourceName = "Notifications.Messaging";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A span for handling one message, below the span that made the message: the order's request, whichever process published it.</summary>
    public static Activity? StartProcessing(IncomingMessage message, string queue)
    {
        ActivityContext.TryParse(message.Headers.GetValueOrDefault(Headers.TraceParent), null, isRemote: true, out var creator);
        var activity = Source.StartActivity($"process {queue}", ActivityKind.Consumer, creator);
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.operation.name", "process");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.destination.name", queue);
        activity?.SetTag("messaging.message.id", message.Id);
        return activity;
    }
}
