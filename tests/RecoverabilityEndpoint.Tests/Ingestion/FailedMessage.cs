using System.Text;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

/// <summary>Messages as they lie in the error queue.</summary>
internal static class FailedMessage
{
    public const string Endpoint = "Shop";
    public static readonly DateTimeOffset Time = new(2026, 11, 25, 9, 14, 24, TimeSpan.Zero);

    public const string StackTrace =
        """
        System.InvalidOperationException: no stock
         ---> System.IO.IOException: at the end
           at Shop.Stock.Read(Int32 id) in /src/Stock.cs:line 12
           --- End of inner exception stack trace ---
           at Shop.Handler.Handle(Order order) in /src/Handler.cs:line 42
        """;

    /// <param name="id">Of the message.</param>
    /// <param name="at">When it failed; the same each time by default.</param>
    /// <param name="headers">Set besides; null takes one out.</param>
    public static IncomingMessage Of(string id, DateTimeOffset? at = null, string body = "{}", params IEnumerable<(string Name, string? Value)> headers)
    {
        var all = new Dictionary<string, string>
        {
            [Headers.MessageId] = id,
            [Headers.EnclosedMessageTypes] = "Shop.Messages.PlaceOrder, Shop.Messages",
            [Headers.ContentType] = "application/json",
            [Headers.OriginatingEndpoint] = "Web",
            [Headers.ProcessingEndpoint] = Endpoint,
            [Headers.ProcessingMachine] = "vm",
            [Headers.HostDisplayName] = "vm/7",
            [Headers.FailedQueue] = "shop.queue",
            [Headers.TimeOfFailure] = WireTime.Write(at ?? Time),
            [Headers.ExceptionType] = "System.InvalidOperationException",
            [Headers.ExceptionMessage] = "no stock",
            [Headers.StackTrace] = StackTrace,
        };
        foreach (var (name, value) in headers)
        {
            all.Remove(name);
            if (value is not null)
                all[name] = value;
        }

        return new IncomingMessage(id, AmqpMapping.MostConcreteType(all.GetValueOrDefault(Headers.EnclosedMessageTypes, "")), all, Encoding.UTF8.GetBytes(body), 0);
    }

    public static IncomingMessage Acknowledgement(string id) => new(
        Guid.NewGuid().ToString(),
        "",
        new Dictionary<string, string> { [Headers.RetrySuccessful] = WireTime.Write(Time), [Headers.RetryUniqueMessageId] = $"{IdOf(id)}", [Headers.ControlMessage] = "True" },
        ReadOnlyMemory<byte>.Empty,
        0);

    public static Guid IdOf(string id) => NamedId.OfMessage(id, Endpoint);
}
