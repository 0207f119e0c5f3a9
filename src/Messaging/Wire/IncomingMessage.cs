using System.Globalization;

namespace Notifications.Messaging.Wire;

/// <summary>A delivery in our terms, copied out of the client library's memory: safe to keep.</summary>
/// <param name="Id">From the header, else the AMQP property, else made from the body when a foreign sender set neither.</param>
/// <param name="Type">The most concrete type it carries, without assembly; empty when nobody said.</param>
/// <param name="Headers">All headers as text, without those that only the broker and the client library use.</param>
/// <param name="Body">As it arrived.</param>
/// <param name="EarlierDeliveries">How often the broker handed it out before without an answer: a process died over it, or a connection broke.</param>
public sealed record IncomingMessage(
    string Id,
    string Type,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    long EarlierDeliveries)
{
    /// <summary>Delayed retries that this message has had.</summary>
    public int DelayedRetries =>
        int.TryParse(Headers.GetValueOrDefault(Wire.Headers.Retries), NumberStyles.None, CultureInfo.InvariantCulture, out var retries) ? retries : 0;
}
