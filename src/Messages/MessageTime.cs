using System.Text.Json;
using System.Text.Json.Serialization;

namespace Notifications.Messages;

/// <summary>A time that means the same everywhere. Without an offset, each reader would take it for its own machine's local time.</summary>
internal sealed class MessageTime : JsonConverter<DateTimeOffset>
{
    /// <exception cref="JsonException">It has no offset.</exception>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTime().Kind == DateTimeKind.Unspecified
            ? throw new JsonException("A time has no offset; UTC is written as in 2026-11-25T09:14:22.94+00:00.")
            : reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
