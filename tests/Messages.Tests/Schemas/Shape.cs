using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Notifications.Messages.Tests.Schemas;

/// <summary>What a schema and a record have in common: names, types and what has to be there. One line a field.</summary>
internal static class Shape
{
    /// <summary>Those that a type of .NET implies. Others narrow a text further than a record can say.</summary>
    private static readonly string[] FormatsOfTypes = ["uuid", "date-time", "date", "time", "duration", "uri"];

    private static readonly JsonSchemaExporterOptions Export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = OfConverters };

    public static IEnumerable<string> Of(JsonTypeInfo record) => Of(record.Options.GetJsonSchemaAsNode(record.Type, Export), "$");

    /// <param name="schema">Without references: the schemas of messages have none.</param>
    /// <param name="path">Where it stands.</param>
    public static IEnumerable<string> Of(JsonNode schema, string path)
    {
        yield return $"{path}: {Types(schema)}{Format(schema)}";
        foreach (var (name, field) in schema["properties"]?.AsObject() ?? [])
        {
            yield return $"{path}.{name} is {(IsRequired(schema, name) ? "required" : "optional")}";
            foreach (var line in Of(field!, $"{path}.{name}"))
                yield return line;
        }

        if (schema["items"] is { } items)
        {
            foreach (var line in Of(items, $"{path}[]"))
                yield return line;
        }
    }

    /// <summary>What our own converters write is a closed book to the exporter.</summary>
    private static JsonNode OfConverters(JsonSchemaExporterContext context, JsonNode schema)
    {
        JsonNode Text(string? format = null) => new JsonObject
        {
            ["type"] = context.PropertyInfo?.IsGetNullable == true ? new JsonArray("string", "null") : "string",
            ["format"] = format,
        };
        return schema is JsonObject ? schema
            : context.TypeInfo.Type == typeof(string) ? Text()
            : context.TypeInfo.Type == typeof(DateTimeOffset) ? Text("date-time")
            : schema;
    }

    private static bool IsRequired(JsonNode schema, string name) => schema["required"]?.AsArray().Any(required => (string)required! == name) == true;

    private static string Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => string.Join(" or ", several.Select(type => (string)type!).Order(StringComparer.Ordinal)),
        { } one => (string)one!,
        null => "anything",
    };

    private static string Format(JsonNode schema) => (string?)schema["format"] is { } format && FormatsOfTypes.Contains(format) ? $" ({format})" : "";
}
