using System.Diagnostics;
using System.Text.Json;
using Notifications.Messages;

namespace Notifications.Messaging.Wire;

/// <summary>A message on its way out, as the outbox stores it.</summary>
/// <param name="Id">The same for every copy of the same message; receivers recognise copies by it.</param>
/// <param name="Destination">Name of the exchange that it is published to: for a command, the receiving endpoint.</param>
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
    /// <summary>A command: one receiver, <paramref name="destination"/>. Takes the trace context of the caller with it.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no contract.</exception>
    public static OutgoingMessage Command<T>(Guid id, string destination, T command, string origin, DateTimeOffset sentAt)
    {
        var contract = MessageContract.Of<T>();
        var headers = new Dictionary<string, string>
        {
            [Wire.Headers.OriginatingEndpoint] = origin,
            [Wire.Headers.OriginatingMachine] = Environment.MachineName,
            [Wire.Headers.TimeSent] = WireTime.Write(sentAt),
        };
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } context })
            headers[Wire.Headers.TraceParent] = context;
        return new OutgoingMessage(id, destination, contract.Name, headers, JsonSerializer.SerializeToUtf8Bytes(command, contract.Json));
    }
}
