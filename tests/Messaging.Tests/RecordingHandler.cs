using System.Collections.Concurrent;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Tests;

/// <summary>Does what the test says and remembers what it was given, in the order in which handling began.</summary>
internal sealed class RecordingHandler(Func<MessageContext, Task<Outcome>> handle) : IHandle<SendOrderConfirmation>
{
    private readonly ConcurrentQueue<(MessageContext Context, DateTimeOffset At)> _begun = [];
    private readonly ConcurrentQueue<string> _finished = [];

    public RecordingHandler(Func<MessageContext, Outcome> handle)
        : this(context => Task.FromResult(handle(context)))
    {
    }

    public IReadOnlyList<(MessageContext Context, DateTimeOffset At)> Begun => [.. _begun];

    /// <summary>Message ids of those that were handled to the end, whatever the outcome.</summary>
    public IReadOnlyList<string> Finished => [.. _finished];

    public async Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context)
    {
        _begun.Enqueue((context, DateTimeOffset.UtcNow));
        var outcome = await handle(context);
        _finished.Enqueue(context.MessageId);
        return outcome;
    }
}
