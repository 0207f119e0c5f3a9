using System.Text.Json;
using System.Text.Json.Serialization;

namespace Notifications.Messages;

/// <summary>Any text in a message, as long as it is one that every station can hold. Half a surrogate pair the serialiser itself refuses.</summary>
internal sealed class MessageText : JsonConverter<string>
{
    /// <summary>In UTF-16. No schema allows as much; what is longer was written by nobody who has seen one.</summary>
    public const int Longest = 4_096;

    /// <exception cref="JsonException">It is too long, or has a NUL in it, which PostgreSQL takes in no text.</exception>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        if (text.Length > Longest)
            throw new JsonException($"A text has {text.Length} characters; at most {Longest} are read.");
        if (text.Contains('\0'))
            throw new JsonException("A text has a NUL character in it.");
        return text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
