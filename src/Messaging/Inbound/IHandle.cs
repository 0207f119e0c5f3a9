using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Inbound;

/// <summary>Handles one type of message. One instance serves many messages at the same time.</summary>
public interface IHandle<in T>
{
    /// <summary>
    /// Returns when the message is settled as far as the handler is concerned, and says how it ended.
    /// An exception that escapes counts as <see cref="Outcome.Failed"/>; one for <see cref="MessageContext.Stopping"/> as <see cref="Outcome.Abandoned"/>.
    /// </summary>
    Task<Outcome> HandleAsync(T message, MessageContext context);
}

/// <param name="MessageId">The same for every copy of the message.</param>
/// <param name="Headers">As received, as text.</param>
/// <param name="NextDelay">How long the message rests if it fails now; null when it would go to the error queue.</param>
/// <param name="Stopping">Cancelled when the process wants to stop and the time to finish is over.</param>
public sealed record MessageContext(string MessageId, IReadOnlyDictionary<string, string> Headers, TimeSpan? NextDelay, CancellationToken Stopping)
{
    /// <summary>An operator has looked at its failure and sent it back from the error queue.</summary>
    public bool IsSentBackByOperator => Headers.ContainsKey(Wire.Headers.RetryUniqueMessageId);
}
