using System.Text.Json.Nodes;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests.Hostile;

/// <summary>Bodies that nobody may take for a message, made from one that is: for each field by what its schema says.</summary>
internal static class HostileBodies
{
    private static readonly (string Type, string Json)[] Values =
    [
        ("null", "null"), ("boolean", "true"), ("integer", "7"), ("string", "\"text\""), ("array", "[7]"), ("object", """{"a":7}"""),
    ];

    private static readonly string[] Numbers = ["1e999999", "-1e999999", "1e29", "NaN", "Infinity", "0x10", "010", "+1", "1.", ".5", "\"1\""];

    private static readonly string[] Texts =
    [
        @"""\uD800""", @"""\uDC00\uD800""", @"""half a pair at the end \uD83D""", @"""\u0000""", "\"\0\"", "\"\n\"", @"""\x41""", @"""\u12""", "'text'", "text",
        $"\"{new string('x', 4_097)}\"",
    ];

    private static readonly string[] Times =
    [
        "\"2026-11-25T09:14:22\"", "\"2026-11-25\"", "\"2026-02-30T09:14:22Z\"", "\"2026-11-25T24:14:22Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"25.11.2026\"",
    ];

    public static IEnumerable<(string What, string Body)> Of(MessageSchema schema) =>
        schema.Examples.SelectMany(example => Document(example).Concat(At(schema.Root, JsonNode.Parse(example), "$", json => json)));

    private static IEnumerable<(string What, string Body)> Document(string example)
    {
        foreach (var length in Enumerable.Range(0, example.Length))
            yield return ($"the first {length} characters", example[..length]);
        yield return ("a second message behind it", example + example);
        yield return ("a mark of byte order before it", $"\uFEFF{example}");
        yield return ("a NUL behind it", $"{example}\0");
        yield return ("a comment", example.Replace(":", "/* */:", StringComparison.Ordinal));
        yield return ("a comma too many", $"{example[..^1]},}}");
        foreach (var depth in new[] { 16, 64, 1_000, 100_000 })
        {
            yield return ($"{depth} lists in a list", With($"{new string('[', depth)}{new string(']', depth)}"));
            yield return ($"{depth} lists that do not end", With(new string('[', depth)));
            yield return ($"{depth} objects in an object", With($"{string.Concat(Enumerable.Repeat("""{"a":""", depth))}1{new string('}', depth)}"));
        }

        string With(string unknown) => $$"""{"Unknown":{{unknown}},{{example[1..]}}""";
    }

    /// <param name="schema">Of the value.</param>
    /// <param name="value">As it is in the good message.</param>
    /// <param name="path">Where it stands there.</param>
    /// <param name="body">The whole message with other JSON in its place.</param>
    private static IEnumerable<(string What, string Body)> At(JsonNode schema, JsonNode? value, string path, Func<string, string> body)
    {
        foreach (var json in Wrong(schema))
            yield return ($"{path} is {(json.Length > 40 ? json[..40] : json)}", body(json));

        var inside = value switch
        {
            JsonObject fields => fields.SelectMany(field => In(fields, field.Key, schema, $"{path}.{field.Key}", body)),
            JsonArray items => items.SelectMany((item, index) => At(schema["items"]!, item, $"{path}[{index}]", json => body(Replaced(items, index, json)))),
            _ => [],
        };
        foreach (var hostile in inside)
            yield return hostile;
    }

    private static IEnumerable<(string What, string Body)> In(JsonObject fields, string name, JsonNode schema, string path, Func<string, string> body)
    {
        var value = Json(fields[name]);
        yield return ($"{path} is there twice", body(Replaced(fields, name, $"{value},\"{name}\":{value}")));
        yield return ($"{path} is there twice, once with an escape", body(Replaced(fields, name, $"{value},\"\\u{(int)name[0]:X4}{name[1..]}\":{value}")));
        if (schema["required"]!.AsArray().Any(required => (string)required! == name))
            yield return ($"{path} is missing", body(Replaced(fields, name, null)));
        foreach (var hostile in At(schema["properties"]![name]!, fields[name], path, json => body(Replaced(fields, name, json))))
            yield return hostile;
    }

    private static IEnumerable<string> Wrong(JsonNode schema)
    {
        string[] types = schema["type"] is JsonArray several ? [.. several.Select(type => (string)type!)] : [(string)schema["type"]!];
        var format = (string?)schema["format"];
        return Values.Where(value => !types.Contains(value.Type) && !(value.Type == "integer" && types.Contains("number"))).Select(value => value.Json)
            .Concat(types.Contains("number") || types.Contains("integer") ? Numbers : [])
            .Concat(types.Contains("integer") ? ["1.5", "2147483648", "-2147483649"] : [])
            .Concat(types.Contains("string") ? Texts : [])
            .Concat(format == "date-time" ? Times : format == "uuid" ? ["\"\"", "\"text\"", "\"{01a211fc-155c-745c-89a2-ccc0337e356e}\""] : []);
    }

    /// <summary>Written by hand: a tree can hold none of this. Null leaves the field out.</summary>
    private static string Replaced(JsonObject fields, string name, string? json)
    {
        var written = from field in fields
                      let value = field.Key == name ? json : Json(field.Value)
                      where value is not null
                      select $"\"{field.Key}\":{value}";
        return $"{{{string.Join(',', written)}}}";
    }

    private static string Replaced(JsonArray items, int index, string json) =>
        $"[{string.Join(',', items.Select((item, position) => position == index ? json : Json(item)))}]";

    private static string Json(JsonNode? value) => value?.ToJsonString() ?? "null";
}
