using System.Text;
using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Api.Editing;

/// <summary>A message as a person wants it to be. It is sent as another message, which knows what it was made of.</summary>
internal sealed record EditedMessage(IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const int MostHeaders = 500;
    private const int LargestHeaders = 100 * 1024;
    private const int LongestName = 255;

    /// <summary>What tells of the failure, and of sending it back before: none of it is so of the new message.</summary>
    private static readonly string[] LeftOut =
        [Messaging.Wire.Headers.Retries, "NServiceBus.FLRetries", Messaging.Wire.Headers.FailedQueue, Messaging.Wire.Headers.TimeOfFailure, "NServiceBus.ExceptionInfo.", Messaging.Wire.Headers.EditOf, "ServiceControl.Retry"];

    /// <param name="body">An object with <c>message_body</c>, a text, and <c>message_headers</c>, an object of texts.</param>
    public static EditedMessage Read(JsonElement body)
    {
        if (body.Member("messageheaders") is not { ValueKind: JsonValueKind.Object } members)
            throw new InvalidRequestException("message_headers must be an object of texts.");
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members.EnumerateObject())
            headers[RequestBody.NameOf(member)] = member.Value.ValueKind == JsonValueKind.Null ? "" : RequestBody.TextOf(member.Value, "A header");
        if (headers.Count > MostHeaders || headers.Sum(header => Size(header.Key) + Size(header.Value)) > LargestHeaders)
            throw new InvalidRequestException($"A message has at most {MostHeaders} headers with {LargestHeaders / 1024} KiB in all.");
        if (headers.Keys.FirstOrDefault(name => Size(name) is 0 or > LongestName) is { } wrong)
            throw new InvalidRequestException($"The name of a header has 1 to {LongestName} bytes; '{wrong[..Math.Min(wrong.Length, 40)]}' has not.");
        return new EditedMessage(headers, body.Text("messagebody") ?? throw new InvalidRequestException("message_body is missing."));
    }

    /// <summary>What is sent: JSON, UTF-8, as contents have it.</summary>
    /// <param name="failedMessageId">What it was made of.</param>
    /// <param name="messageId">Its own.</param>
    public byte[] HeadersToSend(Guid failedMessageId, Guid messageId)
    {
        var headers = Headers.Where(header => !LeftOut.Any(prefix => header.Key.StartsWith(prefix, StringComparison.Ordinal))).ToDictionary();
        headers[Messaging.Wire.Headers.MessageId] = $"{messageId:D}";
        headers[Messaging.Wire.Headers.EditOf] = $"{failedMessageId:D}";
        return JsonSerializer.SerializeToUtf8Bytes(headers);
    }

    public byte[] BodyToSend() => Encoding.UTF8.GetBytes(Body);

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
