using System.Diagnostics;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Diagnostics;

/// <summary>The spans of the runtime; docs/observability.md has them all. What is done without a trace, such as a heartbeat, gets none.</summary>
public static class Tracing
{
    public const string SourceName = "Notifications.Messaging";

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// A span for handling one message, below the span that made the message: the order's request, whichever process published it.
    /// A message that says so (an event, a retry) gets a trace of its own with a link to that span.
    /// </summary>
    public static Activity? StartProcessing(IncomingMessage message, string queue)
    {
        var maker = ContextOf(message.Headers);
        var name = $"{Conventions.Process} {queue}";
        var activity = maker != default && message.Headers.GetValueOrDefault(Headers.StartNewTrace) == "True"
            ? Source.StartActivity(ActivityKind.Consumer, parentContext: default, links: [new ActivityLink(maker)], name: name)
            : Source.StartActivity(name, ActivityKind.Consumer, maker);
        if (activity is not { IsAllDataRequested: true })
            return activity;
        Describe(activity, Conventions.Process, queue, message.Id, message.Body.Length);
        if (message.Headers.TryGetValue(Headers.ConversationId, out var conversation))
            activity.SetTag(Conventions.ConversationId, conversation);
        return activity;
    }

    /// <summary>What became of the delivery. A failure is an error of the span whether or not the message is tried again.</summary>
    internal static void Ended(Activity? activity, NextStep step)
    {
        if (activity is not { IsAllDataRequested: true })
            return;
        activity.SetTag("notifications.next", NameOf(step));
        if (step is NextStep.TryAgainLater { Retry: not null, Reason: var reason })
            activity.SetStatus(ActivityStatusCode.Error, reason);
        else if (step is NextStep.MoveToError { Cause: var cause })
            activity.SetTag(Conventions.ErrorType, cause.GetType().FullName).SetStatus(ActivityStatusCode.Error, cause.Message);
    }

    /// <summary>A span from the wish to publish to the broker's answer: below the span that made the message, or the one that we are in when it is passed on.</summary>
    internal static Activity? StartSending(Publication publication)
    {
        var parent = publication.MadeIn != default ? publication.MadeIn : Activity.Current?.Context ?? default;
        if (parent == default)
            return null;
        var activity = Source.StartActivity($"{Conventions.Send} {publication.Address}", ActivityKind.Producer, parent);
        if (activity is not { IsAllDataRequested: true })
            return activity;
        Describe(activity, Conventions.Send, publication.Address, publication.Properties.MessageId, publication.Body.Length);
        if (publication.RoutingKey is { Length: > 0 } key)
            activity.SetTag(Conventions.RoutingKey, key);
        return activity;
    }

    internal static void Sent(Activity? activity, PublishOutcome outcome)
    {
        if (MessagingMetrics.ErrorOf(outcome) is { } error)
            activity?.SetTag(Conventions.ErrorType, error).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>
    /// A span for what is done at once for many: below the first of them that is traced, so that a lone one has all of it in its own trace. The others get
    /// a link to it.
    /// </summary>
    internal static Activity? StartBatch(string name, IReadOnlyList<Activity?> callers)
    {
        if (callers.FirstOrDefault(caller => caller is { Recorded: true }) is not { } first)
            return null;
        var activity = Source.StartActivity($"commit {name}", ActivityKind.Internal, first.Context);
        if (activity is null)
            return null;
        activity.SetTag("notifications.batch.size", callers.Count);
        var link = new ActivityLink(activity.Context);
        foreach (var caller in callers)
        {
            if (caller is { Recorded: true } && caller != first)
                caller.AddLink(link);
        }

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

    /// <summary>Of the span that made the message; none when it does not say, or not in W3C's form.</summary>
    internal static ActivityContext ContextOf(IReadOnlyDictionary<string, string> headers) =>
        ActivityContext.TryParse(headers.GetValueOrDefault(Headers.TraceParent), headers.GetValueOrDefault(Headers.TraceState), isRemote: true, out var maker) ? maker : default;

    private static void Describe(Activity activity, string operation, string destination, string? messageId, int bodySize) => activity
        .SetTag(Conventions.System, Conventions.RabbitMq)
        .SetTag(Conventions.OperationName, operation)
        .SetTag(Conventions.OperationType, operation)
        .SetTag(Conventions.Destination, destination)
        .SetTag(Conventions.MessageId, messageId)
        .SetTag(Conventions.BodySize, bodySize);

    private static string NameOf(NextStep step) => step switch
    {
        NextStep.Acknowledge => "acknowledged",
        NextStep.TryAgainLater { Retry: null } => "put_off",
        NextStep.TryAgainLater => "retried_later",
        NextStep.MoveToError => "moved_to_error",
        NextStep.HandBack => "handed_back",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step without a name."),
    };
}
