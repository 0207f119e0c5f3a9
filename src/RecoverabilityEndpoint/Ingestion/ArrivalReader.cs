using System.Text;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>Reads what lies in the error queue. Anybody may have put it there: nothing in it is believed that cannot be true, and nothing makes this fail.</summary>
internal static class ArrivalReader
{
    public const string NoQueue = "It does not say in which queue it failed (header NServiceBus.FailedQ), so it cannot be sent back.";
    public const string ImpossibleQueue = "No queue can have the name of the one in which it failed (header NServiceBus.FailedQ), so it cannot be sent back.";
    public const string NoTime = "When it failed (header NServiceBus.TimeOfFailure) is not a time that can be true; it counts as failed when it came here.";
    public const string AcknowledgesNothing = "It says that a message which was sent back is handled, and not which one (header ServiceControl.Retry.UniqueMessageId).";

    private const int Name = 255;
    private const int TypeName = 500;
    private const int Message = 16_384;
    private const int StackTrace = 65_536;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="message">From the error queue.</param>
    /// <param name="now">A failure of tomorrow is none.</param>
    public static Arrival Read(IncomingMessage message, DateTimeOffset now)
    {
        var acknowledges = message.Headers.ContainsKey(Headers.RetrySuccessful) && !message.Headers.ContainsKey(Headers.FailedQueue);
        return acknowledges && Text(message, Headers.RetryUniqueMessageId) is { } id
            ? new Arrival.Acknowledged(IdOf(id))
            : new Arrival.Failed(ReadFailure(message, acknowledges, now));
    }

    /// <summary>For one that is refused whatever it is: all that it was is kept, and nothing of it is understood.</summary>
    public static Failure Reduce(IncomingMessage message, string why)
    {
        var headers = HeadersJson.Of(message);
        var content = HeadersJson.IdOfContent(headers, message.Body.Span);
        return new Failure
        {
            Id = content,
            AttemptId = content,
            MessageId = $"{content}",
            ExceptionMessage = why,
            Unreadable = why,
            Groups = FailureTitles.Of(why, "", "", "", null, "", null),
            Headers = headers,
            Body = message.Body,
        };
    }

    private static Failure ReadFailure(IncomingMessage message, bool acknowledgesNothing, DateTimeOffset now)
    {
        var headers = HeadersJson.Of(message);
        var content = new Lazy<Guid>(() => HeadersJson.IdOfContent(headers, message.Body.Span));
        var failedIn = Text(message, Headers.FailedQueue);
        var queue = failedIn is not null && IsQueue(failedIn) ? failedIn : null;
        var failedAtText = Text(message, Headers.TimeOfFailure);
        var failedAt = WireTime.Read(failedAtText) is { } time && time >= Earliest && time <= now.AddDays(1) ? time : (DateTimeOffset?)null;
        var unreadable = acknowledgesNothing ? AcknowledgesNothing
            : failedIn is null ? NoQueue
            : queue is null ? ImpossibleQueue
            : failedAtText is not null && failedAt is null ? NoTime
            : null;

        var endpoint = Text(message, Headers.ProcessingEndpoint) ?? failedIn?.Split('@')[0] ?? "";
        var receiving = StoredText.Bounded(endpoint, Name);
        var machine = StoredText.BoundedOrNull(Text(message, Headers.ProcessingMachine), Name);
        var host = StoredText.BoundedOrNull(Text(message, Headers.HostDisplayName), Name) ?? machine;
        var type = StoredText.Bounded(message.Type, TypeName);
        var exception = StoredText.Bounded(Text(message, Headers.ExceptionType) ?? "", TypeName);
        var stackTrace = StoredText.Bounded(Text(message, Headers.StackTrace) ?? "", StackTrace);
        return new Failure
        {
            Id = Text(message, Headers.RetryUniqueMessageId) is { } known ? IdOf(known)
                : AmqpMapping.IsIdOfContent(message) ? content.Value
                : NamedId.OfMessage(message.Id, endpoint),
            AttemptId = failedAt is null ? content.Value : NamedId.Of($"{failedAtText}\n{message.Id}\n{failedIn}"),
            MessageId = StoredText.Bounded(message.Id, Name),
            MessageType = type,
            IsControlMessage = Text(message, Headers.ControlMessage) is { } control && bool.TryParse(control, out var isControl) && isControl,
            ConversationId = StoredText.BoundedOrNull(Text(message, Headers.ConversationId), Name),
            ContentType = StoredText.Bounded(Text(message, Headers.ContentType) ?? "", Name),
            SendingEndpoint = StoredText.BoundedOrNull(Text(message, Headers.OriginatingEndpoint), Name),
            SendingMachine = StoredText.BoundedOrNull(Text(message, Headers.OriginatingMachine), Name),
            SendingHostId = Id(message, Headers.OriginatingHostId),
            ReceivingEndpoint = receiving,
            ReceivingMachine = machine,
            ReceivingHostId = Id(message, Headers.HostId),
            QueueAddress = queue,
            ExceptionType = exception,
            ExceptionMessage = StoredText.Bounded(Text(message, Headers.ExceptionMessage) ?? unreadable ?? "", Message),
            ExceptionSource = StoredText.BoundedOrNull(Text(message, Headers.ExceptionSource), TypeName),
            StackTrace = stackTrace,
            Unreadable = unreadable,
            TimeSent = WireTime.Read(Text(message, Headers.TimeSent)) is { } sent && sent >= Earliest && sent < Latest ? sent : null,
            FailedAt = failedAt,
            EditOf = Id(message, Headers.EditOf),
            Groups = FailureTitles.Of(unreadable, exception, stackTrace, type, queue, receiving, host),
            Headers = headers,
            Body = message.Body,
        };
    }

    private static Guid IdOf(string uniqueMessageId) => Guid.TryParse(uniqueMessageId, out var id) ? id : NamedId.Of(uniqueMessageId);

    /// <summary>Null for an empty one too.</summary>
    private static string? Text(IncomingMessage message, string header) => message.Headers.GetValueOrDefault(header) is { Length: > 0 } text ? text : null;

    private static Guid? Id(IncomingMessage message, string header) => Guid.TryParse(message.Headers.GetValueOrDefault(header), out var id) ? id : null;

    /// <summary>A name has 255 bytes at most; and a text here has no NUL.</summary>
    private static bool IsQueue(string name) => !name.Contains('\0') && Encoding.UTF8.GetByteCount(name) <= Name;
}
