namespace Notifications.Messaging.Inbound;

/// <summary>What a handler may know about the delivery besides the message.</summary>
/// <param name="MessageId">The same for every copy of the message.</param>
/// <param name="Headers">As received, as text.</param>
/// <param name="Attempt">Which try of the message this is, from 1, over all its deliveries; those that were put off or abandoned do not count.</param>
/// <param name="NextDelay">How long the message rests if it fails now; null when it would go to the error queue.</param>
/// <param name="Cancellation">Cancelled when the handler's time is over, or when the process wants to stop and the time to finish is.</param>
/// <param name="Stopping">
/// Cancelled for the latter only. For what has to be finished however long it takes, because it has happened: writing down that an e-mail is out.
/// The message is then tried again elsewhere while this goes on.
/// </param>
public sealed record MessageContext(
    string MessageId, IReadOnlyDictionary<string, string> Headers, int Attempt, TimeSpan? NextDelay, CancellationToken Cancellation, CancellationToken Stopping)
{
    /// <summary>The address that a reply goes to; null when the sender has none.</summary>
    public string? ReplyTo => Headers.GetValueOrDefault(Wire.Headers.ReplyToAddress) is { Length: > 0 } address ? address : null;

    /// <summary>
    /// When the message was given to the broker, by its sender's clock and word: whoever can publish can write anything here.
    /// Null when it does not say, or not in the way of <see cref="Wire.WireTime"/>.
    /// </summary>
    public DateTimeOffset? PublishedAt => ReadPublishedAt(Headers);

    internal static DateTimeOffset? ReadPublishedAt(IReadOnlyDictionary<string, string> headers) => Wire.WireTime.Read(headers.GetValueOrDefault(Wire.Headers.PublishedAt));

    /// <summary>An operator has looked at its failure and sent it back from the error queue, as it was or edited.</summary>
    public bool IsSentBackByOperator => Headers.ContainsKey(Wire.Headers.RetryUniqueMessageId) || Headers.ContainsKey(Wire.Headers.EditOf);
}
