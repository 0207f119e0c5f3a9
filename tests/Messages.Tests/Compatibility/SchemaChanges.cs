using System.Text.Json.Nodes;

namespace Notifications.Messages.Tests.Compatibility;

/// <summary>
/// What of a change of a schema breaks somebody. While versions are mixed, a reader of either gets what a sender of either wrote: narrowing
/// breaks current readers of released messages, widening breaks released readers of current ones. A keyword that is not known here may not
/// change at all, so nothing is let through because nobody thought of it.
/// </summary>
internal static class SchemaChanges
{
    /// <summary>For people only.</summary>
    private static readonly string[] Words = ["title", "description", "examples", "$comment", "deprecated"];

    private static readonly string[] Least = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
    private static readonly string[] Most = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] Known = [.. Words, .. Least, .. Most, "properties", "required", "type", "enum", "const", "items"];
    private static readonly string[] EveryType = ["array", "boolean", "integer", "null", "number", "object", "string"];

    /// <summary>One sentence for each break; none when both versions can live side by side.</summary>
    public static IEnumerable<string> Breaking(JsonNode? released, JsonNode? current, string path = "$")
    {
        if (released is not JsonObject was || current is not JsonObject now)
            return JsonNode.DeepEquals(released, current) ? [] : [$"{path} has another schema."];
        return new[] { Fields, Types, Values, Bounds, Others, Items }.SelectMany(part => part(was, now, path));
    }

    private static IEnumerable<string> Fields(JsonObject was, JsonObject now, string path)
    {
        var (before, after) = (was["properties"] as JsonObject ?? [], now["properties"] as JsonObject ?? []);
        var (neededBefore, neededAfter) = (Set(was["required"]), Set(now["required"]));
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
        {
            if (!after.ContainsKey(name))
                yield return $"{path}.{name} is gone; released readers look for it.";
            else if (neededBefore.Contains(name) && !neededAfter.Contains(name))
                yield return $"{path}.{name} may be missing now; released readers need it.";
            else if (!neededBefore.Contains(name) && neededAfter.Contains(name))
                yield return $"{path}.{name} is required now; released senders may leave it out.";

            if (before.ContainsKey(name) && after.ContainsKey(name))
            {
                foreach (var change in Breaking(before[name], after[name], $"{path}.{name}"))
                    yield return change;
            }
        }
    }

    private static IEnumerable<string> Types(JsonObject was, JsonObject now, string path) => Compare(TypesOf(was), TypesOf(now), path);

    private static IEnumerable<string> Values(JsonObject was, JsonObject now, string path) => (ValuesOf(was), ValuesOf(now)) switch
    {
        (null, null) => [],
        (null, { } after) => [$"{path} takes only {string.Join(", ", after)} now; released senders may write anything else."],
        ({ } before, null) => [$"{path} takes more than {string.Join(", ", before)} now; released readers know nothing else."],
        ({ } before, { } after) => Compare(before, after, path),
    };

    private static IEnumerable<string> Compare(IReadOnlySet<string> before, IReadOnlySet<string> after, string path) =>
        before.Except(after).Order(StringComparer.Ordinal).Select(gone => $"{path} may not be {gone} any more; released senders may write it.")
            .Concat(after.Except(before).Order(StringComparer.Ordinal).Select(added => $"{path} may be {added} now; released readers do not expect it."));

    private static IEnumerable<string> Bounds(JsonObject was, JsonObject now, string path) =>
        from keyword in Least.Concat(Most)
        let before = (decimal?)was[keyword]
        let after = (decimal?)now[keyword]
        where before != after
        let narrower = before is null || (after is not null && (Least.Contains(keyword) ? after > before : after < before))
        select $"{path} has {keyword} {after?.ToString() ?? "none"} instead of {before?.ToString() ?? "none"}; "
            + (narrower ? "released senders may go beyond it." : "released readers do not expect what is beyond.");

    private static IEnumerable<string> Others(JsonObject was, JsonObject now, string path) =>
        from keyword in was.Select(entry => entry.Key).Union(now.Select(entry => entry.Key)).Except(Known)
        where !JsonNode.DeepEquals(was[keyword], now[keyword])
        select $"{path} has another {keyword}.";

    /// <summary>No schema for items is one that takes everything.</summary>
    private static IEnumerable<string> Items(JsonObject was, JsonObject now, string path) =>
        was.ContainsKey("items") || now.ContainsKey("items") ? Breaking(was["items"] ?? new JsonObject(), now["items"] ?? new JsonObject(), $"{path}[]") : [];

    /// <summary>Every integer is a number too.</summary>
    private static HashSet<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        null => [.. EveryType],
        JsonArray several => WithIntegers(Set(several)),
        { } one => WithIntegers([(string)one!]),
    };

    private static HashSet<string> WithIntegers(HashSet<string> types) => types.Contains("number") ? [.. types, "integer"] : types;

    /// <summary>As JSON, so that "1" and 1 are two; null when any value will do.</summary>
    private static HashSet<string>? ValuesOf(JsonObject schema) =>
        schema.ContainsKey("const") ? [Json(schema["const"])]
        : schema["enum"] is JsonArray values ? [.. values.Select(Json)]
        : null;

    private static string Json(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static HashSet<string> Set(JsonNode? names) => [.. (names as JsonArray ?? []).Select(name => (string)name!)];
}
