using System.Text.Json;
using Notifications.Messages;
using Notifications.Messaging.Wire;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>A failed message as it goes back: what it was, without what was said of its failure.</summary>
internal static class ReturnedMessage
{
    private const string RetryStagingId = "ServiceControl.Retry.StagingId";
    private const string RetryAttemptMessageId = "ServiceControl.Retry.Attempt.MessageId";

    /// <summary>Of ServiceControl's as well: a message that it has staged may come to us.</summary>
    private static readonly string[] LeftOut =
    [
        Headers.Retries, Headers.FailedQueue, Headers.TimeOfFailure, "NServiceBus.ExceptionInfo.",
        Headers.TargetEndpointAddress, RetryStagingId, RetryAttemptMessageId, Headers.RetrySuccessful,
    ];

    /// <summary>By the two headers that it gets it is known again, when it fails once more or is handled.</summary>
    public static Publication Of(Guid failedMessage, string messageId, ReturnAddress address, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var changes = Without(headers, [.. LeftOut, Headers.EditOf]);
        changes[Headers.RetryUniqueMessageId] = failedMessage.ToString("D");
        changes[Headers.RetryAcknowledgementQueue] = Endpoints.Error;
        return Make(messageId, address, headers, changes, body);
    }

    /// <summary>A message of its own, which names the one that it is a copy of.</summary>
    public static Publication OfEdited(string messageId, ReturnAddress address, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body) =>
        Make(messageId, address, headers, Without(headers, [.. LeftOut, Headers.RetryUniqueMessageId, Headers.RetryAcknowledgementQueue]), body);

    /// <summary>Null when they cannot be read.</summary>
    public static IReadOnlyDictionary<string, string>? ReadHeaders(byte[] json)
    {
        try
        {
            var headers = JsonSerializer.Deserialize<Dictionary<string, string?>>(json);
            return headers?.Where(header => header.Value is not null).ToDictionary(header => header.Key, header => header.Value!);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, string?> Without(IReadOnlyDictionary<string, string> headers, string[] prefixes) => headers.Keys
        .Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        .ToDictionary(name => name, _ => (string?)null);

    private static Publication Make(
        string messageId, ReturnAddress address, IReadOnlyDictionary<string, string> headers, Dictionary<string, string?> changes, ReadOnlyMemory<byte> body)
    {
        if (address.ForwardTo is { } target)
            changes[Headers.TargetEndpointAddress] = target;
        var id = headers.GetValueOrDefault(Headers.MessageId) is { Length: > 0 } own ? own : messageId;
        var type = AmqpMapping.MostConcreteType(headers.GetValueOrDefault(Headers.EnclosedMessageTypes) ?? "");
        return new Publication(address.Exchange, AmqpMapping.ToProperties(new IncomingMessage(id, type, headers, body, EarlierDeliveries: 0), changes), body);
    }
}
