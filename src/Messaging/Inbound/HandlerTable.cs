using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Inbound;

/// <summary>Which handler takes which message type. Written down by the host, one line a type; nothing is scanned.</summary>
public sealed class HandlerTable
{
    private readonly Dictionary<string, Func<IncomingMessage, MessageContext, Task<Outcome>>> _byName = [];
    private readonly List<Type> _neverRetried = [typeof(PoisonMessageException)];

    public HandlerTable Add<T>(IHandle<T> handler)
        where T : IMessage
    {
        _byName.Add(T.Contract.Name, (message, context) => handler.HandleAsync(Read<T>(message), context));
        return this;
    }

    /// <summary>An exception of this type that escapes a handler sends the message to the error queue at once: it would fail the same way again.</summary>
    public HandlerTable NeverRetry(Type exception)
    {
        _neverRetried.Add(exception);
        return this;
    }

    /// <summary>Decodes and handles. Any exception becomes an outcome: this is the one place where all of them are caught.</summary>
    /// <param name="message">As delivered.</param>
    /// <param name="context">For the handler. Its cancellation comes with <paramref name="giveUp"/>, or earlier when the handler's time is over.</param>
    /// <param name="giveUp">The process stops.</param>
    public async Task<Outcome> HandleAsync(IncomingMessage message, MessageContext context, CancellationToken giveUp)
    {
        if (Find(message) is not { } handle)
            return Poison($"No handler here for a message of type '{message.Type}' (known: {string.Join(", ", _byName.Keys)}).");
        if (message.Headers.GetValueOrDefault(Headers.ContentType) is { } contentType && !IsJson(contentType))
            return Poison($"The content type is '{contentType}'; messages of type '{message.Type}' are read as application/json.");
        try
        {
            var outcome = await handle(message, context);
            return outcome is Outcome.Abandoned && !giveUp.IsCancellationRequested
                ? new Outcome.Failed(new TimeoutException("The handler abandoned the message although the process does not stop: its time was over."), Retry.Later)
                : outcome;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            return new Outcome.Abandoned();
        }
        catch (OperationCanceledException late) when (context.Cancellation.IsCancellationRequested)
        {
            return new Outcome.Failed(new TimeoutException("The handler did not end within its time (Consumer:HandlerDeadline).", late), Retry.Later);
        }
        catch (Exception failure)
        {
            return new Outcome.Failed(failure, _neverRetried.Any(type => type.IsInstanceOfType(failure)) ? Retry.Never : Retry.AtOnce);
        }
    }

    /// <summary>By the first type that the message claims to be and that is known here: a sender may name a base type behind its own.</summary>
    private Func<IncomingMessage, MessageContext, Task<Outcome>>? Find(IncomingMessage message) =>
        _byName.GetValueOrDefault(message.Type)
        ?? AmqpMapping.Types(message.Headers.GetValueOrDefault(Headers.EnclosedMessageTypes) ?? "")
            .Select(_byName.GetValueOrDefault)
            .FirstOrDefault(handle => handle is not null);

    private static T Read<T>(IncomingMessage message)
        where T : IMessage
    {
        try
        {
            return JsonSerializer.Deserialize(message.Body.Span, (JsonTypeInfo<T>)T.Contract.Json)
                ?? throw new PoisonMessageException($"The body of the {T.Contract.Name} is null.");
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException($"The body is not a {T.Contract.Name}, at {unreadable.Path ?? "$"}: {unreadable.Message}", unreadable);
        }
    }

    private static bool IsJson(string contentType) =>
        contentType.Split(';', 2)[0].Trim() is var type
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static Outcome.Failed Poison(string reason) => new(new PoisonMessageException(reason), Retry.Never);
}
