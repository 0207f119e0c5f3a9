namespace Notifications.Messaging.Wire;

/// <summary>The names of the message headers that we write or read, NServiceBus's, ServiceControl's and one of our own; docs/wire.md shows them on a message.</summary>
public static class Headers
{
    public const string MessageId = "NServiceBus.MessageId";
    public const string CorrelationId = "NServiceBus.CorrelationId";
    public const string ConversationId = "NServiceBus.ConversationId";
    public const string RelatedTo = "NServiceBus.RelatedTo";
    public const string MessageIntent = "NServiceBus.MessageIntent";
    public const string EnclosedMessageTypes = "NServiceBus.EnclosedMessageTypes";
    public const string ContentType = "NServiceBus.ContentType";
    public const string ReplyToAddress = "NServiceBus.ReplyToAddress";
    public const string OriginatingEndpoint = "NServiceBus.OriginatingEndpoint";
    public const string OriginatingMachine = "NServiceBus.OriginatingMachine";
    public const string OriginatingHostId = "$.diagnostics.originating.hostid";
    public const string TimeSent = "NServiceBus.TimeSent";
    public const string DeliverAt = "NServiceBus.DeliverAt";

    /// <summary>
    /// Ours: when this copy was given to the broker, by the clock of the process that did so. <see cref="TimeSent"/> is when the message was made; in an outage
    /// of the broker hours lie between the two. Stays on the copies that a receiver puts off.
    /// </summary>
    public const string PublishedAt = "Notifications.PublishedAt";

    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
    public const string Baggage = "baggage";

    /// <summary><c>True</c>: the receiver begins a trace of its own and links to ours. Events and retries do.</summary>
    public const string StartNewTrace = "NServiceBus.OpenTelemetry.StartNewTrace";

    public const string DelayInSeconds = "NServiceBus.Transport.RabbitMQ.DelayInSeconds";

    public const string Retries = "NServiceBus.Retries";
    public const string RetriesTimestamp = "NServiceBus.Retries.Timestamp";

    public const string FailedQueue = "NServiceBus.FailedQ";
    public const string TimeOfFailure = "NServiceBus.TimeOfFailure";
    public const string ExceptionType = "NServiceBus.ExceptionInfo.ExceptionType";
    public const string InnerExceptionType = "NServiceBus.ExceptionInfo.InnerExceptionType";
    public const string ExceptionMessage = "NServiceBus.ExceptionInfo.Message";
    public const string ExceptionSource = "NServiceBus.ExceptionInfo.Source";
    public const string StackTrace = "NServiceBus.ExceptionInfo.StackTrace";

    public const string ProcessingMachine = "NServiceBus.ProcessingMachine";
    public const string ProcessingEndpoint = "NServiceBus.ProcessingEndpoint";
    public const string HostId = "$.diagnostics.hostid";
    public const string HostDisplayName = "$.diagnostics.hostdisplayname";
    public const string ProcessingStarted = "NServiceBus.ProcessingStarted";
    public const string ProcessingEnded = "NServiceBus.ProcessingEnded";

    public const string ControlMessage = "NServiceBus.ControlMessage";

    /// <summary>Set by ServiceControl on a message that an operator sends back from the error queue; kept until it ends.</summary>
    public const string RetryUniqueMessageId = "ServiceControl.Retry.UniqueMessageId";
    public const string RetryAcknowledgementQueue = "ServiceControl.Retry.AcknowledgementQueue";
    public const string RetrySuccessful = "ServiceControl.Retry.Successful";

    /// <summary>The failed message that this one is an edited copy of: a person changed it and sent it in its place.</summary>
    public const string EditOf = "ServiceControl.EditOf";

    /// <summary>Set by whoever carries messages between brokers: a message that is sent back goes to this address, and <see cref="TargetEndpointAddress"/> says for whom it is.</summary>
    public const string RetryTo = "ServiceControl.RetryTo";
    public const string TargetEndpointAddress = "ServiceControl.TargetEndpointAddress";

    /// <summary><c>true</c>, in lower case, on an audited copy: ServiceControl need not acknowledge in our place.</summary>
    public const string RetryAcknowledgementSent = "ServiceControl.Retry.AcknowledgementSent";

    /// <summary>Set by quorum queues: how often the message was handed out before and not settled. Absent the first time.</summary>
    public const string BrokerDeliveryCount = "x-delivery-count";
}
