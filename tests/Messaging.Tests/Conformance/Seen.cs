using System.Collections.Concurrent;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Conformance;

/// <summary>A handler that does what the test says and remembers what it was given.</summary>
internal sealed class Seen<T>(Func<T, MessageContext, Task<Outcome>>? handle = null) : IHandle<T>
    where T : IMessage
{
    private readonly ConcurrentQueue<(T Message, MessageContext Context, DateTimeOffset At)> _all = [];

    public IReadOnlyList<(T Message, MessageContext Context, DateTimeOffset At)> All => [.. _all];

    public Task<Outcome> HandleAsync(T message, MessageContext context)
    {
        _all.Enqueue((message, context, DateTimeOffset.UtcNow));
        return handle?.Invoke(message, context) ?? Task.FromResult<Outcome>(new Outcome.Handled());
    }

    public Task TimesAsync(int times, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => Task.FromResult(_all.Count >= times), $"a {typeof(T).Name} was handled {times} times", cancellation);
}
