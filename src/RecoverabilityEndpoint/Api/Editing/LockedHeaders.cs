using Notifications.Messaging.Wire;

namespace Notifications.RecoverabilityEndpoint.Api.Editing;

/// <summary>What a person may change of a message's headers.</summary>
internal static class LockedHeaders
{
    /// <summary>What the message is, where it comes from, and what happened to it: changed, it would be a forgery.</summary>
    public static readonly IReadOnlyList<string> Locked =
    [
        Headers.MessageId, Headers.CorrelationId, Headers.ConversationId, Headers.RelatedTo, Headers.EnclosedMessageTypes, Headers.MessageIntent, Headers.ReplyToAddress,
        Headers.ControlMessage, Headers.OriginatingEndpoint, Headers.OriginatingMachine, Headers.OriginatingHostId, Headers.TimeSent, Headers.DeliverAt, Headers.PublishedAt,
        Headers.FailedQueue, Headers.TimeOfFailure, Headers.ExceptionType, Headers.InnerExceptionType, Headers.ExceptionMessage, Headers.ExceptionSource, Headers.StackTrace,
        "NServiceBus.ExceptionInfo.HelpLink", Headers.ProcessingEndpoint, Headers.ProcessingMachine, Headers.HostId, Headers.HostDisplayName, Headers.ProcessingStarted,
        Headers.ProcessingEnded, Headers.Retries, Headers.RetriesTimestamp, "NServiceBus.FLRetries", Headers.RetryUniqueMessageId, Headers.RetryAcknowledgementQueue,
        Headers.RetrySuccessful, Headers.RetryAcknowledgementSent, Headers.RetryTo, Headers.TargetEndpointAddress, Headers.EditOf, Headers.BrokerDeliveryCount,
    ];

    /// <summary>May be changed by who knows what they do.</summary>
    public static readonly IReadOnlyList<string> Sensitive =
    [
        Headers.ContentType, "NServiceBus.Version", "NServiceBus.SagaId", "NServiceBus.SagaType", "NServiceBus.OriginatingSagaId", "NServiceBus.OriginatingSagaType",
        "NServiceBus.IsSagaTimeoutMessage", "NServiceBus.NonDurableMessage", "NServiceBus.TimeToBeReceived", "NServiceBus.DataBusConfig.ContentType", Headers.StartNewTrace,
        Headers.TraceParent, Headers.TraceState, Headers.Baggage,
    ];

    /// <summary>The first locked header that is not as it was; null when all are.</summary>
    public static string? FirstChanged(IReadOnlyDictionary<string, string> original, IReadOnlyDictionary<string, string> edited) =>
        Locked.FirstOrDefault(name => original.GetValueOrDefault(name) != edited.GetValueOrDefault(name));
}
