using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Notifications.Messaging.Wire;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>All headers of a message as bytes: <c>recoverability.contents.headers</c>. Sorted by name, so that equal headers are equal bytes.</summary>
internal static class HeadersJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(IncomingMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var (name, value) in message.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>An id made of all that a message is.</summary>
    public static Guid IdOfContent(byte[] headers, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(headers);
        hash.AppendData(body);
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
