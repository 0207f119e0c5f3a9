using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests.Compatibility;

/// <summary>One version of a message, as its senders write it and its consumers read it.</summary>
/// <param name="Version">The release, or "current".</param>
/// <param name="Json">How it is written and read.</param>
/// <param name="Schema">What it promises.</param>
/// <param name="Samples">What its senders have to say, by name, as JSON.</param>
public sealed record Side(string Version, JsonTypeInfo Json, MessageSchema Schema, IReadOnlyDictionary<string, string> Samples)
{
    public static Side Of(ReleasedContract released) => new(released.Release, released.Json, released.Schema, released.Bodies);

    /// <summary>It has to say what the examples of its schema show, and all that older versions had to say.</summary>
    public static Side Of(MessageContract current, IEnumerable<Side> released)
    {
        var schema = MessageSchema.Of(current);
        var examples = schema.Examples.Index().Select(example => (Name: $"example {example.Index + 1}", Body: example.Item));
        var older = released.SelectMany(side => side.Samples.Select(sample => (Name: $"{side.Version} {sample.Key}", Body: sample.Value)));
        return new Side("current", current.Json, schema, examples.Concat(older).ToDictionary(sample => sample.Name, sample => sample.Body));
    }

    /// <summary>A sample as this version puts it on the wire.</summary>
    public string Write(string sample) => ReadAndWrite(Samples[sample]);

    /// <summary>Everything that a reader of this version has understood of a body, as it would write it.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public string ReadAndWrite(string body) => JsonSerializer.Serialize(JsonSerializer.Deserialize(body, Json), Json);
}
