using System.Text.Json;
using Notifications.Messages;
using Notifications.Messaging.Diagnostics;
using Notifications.Messaging.Inbound;

namespace Notifications.Messaging.Wire;

/// <summary>
/// A message on its way out, as the outbox stores it. Made by <see cref="Command"/>, <see cref="Event"/> or <see cref="Reply"/>, which take
/// the trace of the caller along; refined by <see cref="CausedBy"/> and <see cref="NotBefore"/>.
/// </summary>
/// <param name="Id">The same for every copy of the same message; receivers recognise copies by it.</param>
/// <param name="Destination">Name of the exchange that it is published to: for a command the receiving endpoint, for an event the event's own.</param>
/// <param name="Type">The contract's stable name.</param>
/// <param name="Headers">What cannot be derived from the rest: where it came from, when, in which trace.</param>
/// <param name="Body">JSON, UTF-8.</param>
public sealed record OutgoingMessage(
    Guid Id,
    string Destination,
    string Type,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    private const string Publish = "Publish";

    /// <summary>An event: it goes to whoever subscribes, and to nobody is no error.</summary>
    public bool IsEvent => Headers.GetValueOrDefault(Wire.Headers.MessageIntent) == Publish;

    /// <summary>A command: one receiver, <paramref name="destination"/>.</summary>
    public static OutgoingMessage Command<T>(Guid id, string destination, T command, EndpointIdentity origin, DateTimeOffset sentAt)
        where T : ICommand => Make(id, destination, "Send", command, origin, sentAt);

    /// <summary>An event: its exchange is declared by every endpoint that publishes it or subscribes to it.</summary>
    public static OutgoingMessage Event<T>(Guid id, T happened, EndpointIdentity origin, DateTimeOffset sentAt)
        where T : IEvent => Make(id, EventExchange.Of(T.Contract), Publish, happened, origin, sentAt);

    /// <summary>An answer to the endpoint that sent <paramref name="request"/>.</summary>
    /// <exception cref="InvalidOperationException">The sender of the request did not say where replies go: it has no queue.</exception>
    public static OutgoingMessage Reply<T>(Guid id, MessageContext request, T reply, EndpointIdentity origin, DateTimeOffset sentAt)
        where T : IMessage
    {
        var destination = request.ReplyTo ?? throw new InvalidOperationException(
            $"Message {request.MessageId} cannot be replied to: it has no header {Wire.Headers.ReplyToAddress}; its sender has no queue of its own.");
        return Make(id, destination, "Reply", reply, origin, sentAt).CausedBy(request);
    }

    /// <summary>Sent while <paramref name="cause"/> was handled: part of the same conversation.</summary>
    public OutgoingMessage CausedBy(MessageContext cause) => With(
        (Wire.Headers.RelatedTo, cause.MessageId),
        (Wire.Headers.CorrelationId, cause.Headers.GetValueOrDefault(Wire.Headers.CorrelationId, cause.MessageId)),
        (Wire.Headers.ConversationId, cause.Headers.GetValueOrDefault(Wire.Headers.ConversationId, cause.MessageId)));

    /// <summary>The broker keeps it until then: whole seconds, never early. For commands and replies; an event is not delayed.</summary>
    /// <exception cref="InvalidOperationException">It is an event.</exception>
    public OutgoingMessage NotBefore(DateTimeOffset time) => IsEvent
        ? throw new InvalidOperationException($"{Type} is an event and cannot be delayed: send a command to the endpoint that is to act later.")
        : With((Wire.Headers.DeliverAt, WireTime.Write(time)));

    /// <summary>Whoever receives it begins a trace of its own, with a link to ours: for what is sent long after its story has begun.</summary>
    public OutgoingMessage InNewTrace() => With((Wire.Headers.StartNewTrace, "True"));

    private static OutgoingMessage Make<T>(Guid id, string destination, string intent, T message, EndpointIdentity origin, DateTimeOffset sentAt)
        where T : IMessage
    {
        var headers = new Dictionary<string, string>
        {
            [Wire.Headers.MessageIntent] = intent,
            [Wire.Headers.OriginatingEndpoint] = origin.Name,
            [Wire.Headers.OriginatingMachine] = EndpointIdentity.Machine,
            [Wire.Headers.OriginatingHostId] = origin.HostIdText,
            [Wire.Headers.TimeSent] = WireTime.Write(sentAt),
            [Wire.Headers.StartNewTrace] = intent == Publish ? "True" : "False",
        };
        if (origin.Receives)
            headers[Wire.Headers.ReplyToAddress] = origin.Name;
        Tracing.WriteContext(headers);
        return new OutgoingMessage(id, destination, T.Contract.Name, headers, JsonSerializer.SerializeToUtf8Bytes(message, T.Contract.Json));
    }

    private OutgoingMessage With(params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var headers = Headers.ToDictionary();
        foreach (var (name, value) in changes)
            headers[name] = value;
        return this with { Headers = headers };
    }
}
