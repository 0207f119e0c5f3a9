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

    public HandlerTable Add<T>(IHandle<T> handler)
    {
        var contract = MessageContract.Of<T>();
        _byName.Add(contract.Name, (message, context) => handler.HandleAsync(Read<T>(message, contract), context));
        return this;
    }

    /// <summary>Decodes and handles. Any exception becomes an outcome: this is the one place where all of them are caught.</summary>
    public async Task<Outcome> HandleAsync(IncomingMessage message, TimeSpan? nextDelay, CancellationToken stopping)
    {
        if (!_byName.TryGetValue(message.Type, out var handle))
            return Poison($"No handler here for a message of type '{message.Type}' (known: {string.Join(", ", _byName.Keys)}).");
        try
        {
            return await handle(message, new MessageContext(message.Id, message.Headers, nextDelay, stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new Outcome.Abandoned();
        }
        catch (PoisonMessageException unreadable)
        {
            return new Outcome.Failed(unreadable, Retry.Never);
        }
        catch (Exception failure)
        {
            return new Outcome.Failed(failure);
        }
    }

    private static T Read<T>(IncomingMessage message, MessageContract contract)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Body.Span, (JsonTypeInfo<T>)contract.Json)
                ?? throw new PoisonMessageException($"The body of the {contract.Name} is null.");
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException($"The body is not a {contract.Name}: {unreadable.Message}", unreadable);
        }
    }

    private static Outcome.Failed Poison(string reason) => new(new PoisonMessageException(reason), Retry.Never);
}
