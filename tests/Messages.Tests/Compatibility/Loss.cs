using System.Text.Json.Nodes;

namespace Notifications.Messages.Tests.Compatibility;

/// <summary>Between what was sent and what a reader made of it. What its schema does not know, a reader may leave.</summary>
internal static class Loss
{
    public static IEnumerable<string> Of(JsonNode? sent, JsonNode? understood, JsonNode? schema, string path = "$") => (sent, understood) switch
    {
        (JsonObject fields, JsonObject kept) => fields
            .Where(field => schema?["properties"]?[field.Key] is not null)
            .SelectMany(field => Of(field.Value, kept[field.Key], schema!["properties"]![field.Key], $"{path}.{field.Key}")),
        (JsonArray items, JsonArray kept) when items.Count == kept.Count => items
            .Zip(kept)
            .SelectMany((pair, index) => Of(pair.First, pair.Second, schema?["items"], $"{path}[{index}]")),
        _ when JsonNode.DeepEquals(sent, understood) => [],
        _ => [$"{path} was {Json(sent)} and is read as {Json(understood)}."],
    };

    private static string Json(JsonNode? value) => value?.ToJsonString() ?? "null";
}
