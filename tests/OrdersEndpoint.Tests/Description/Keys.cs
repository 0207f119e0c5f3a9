using System.Text.Json.Nodes;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>The shape of a JSON value, for comparing what is shown with what is answered: names, not values.</summary>
internal static class Keys
{
    /// <summary>Paths of all fields, in alphabetical order; of a list those of its entries together.</summary>
    public static IReadOnlyList<string> Of(JsonNode? value) => [.. Find(value, "").Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(JsonNode? value, string path) => value switch
    {
        JsonObject fields => fields.SelectMany(field => Find(field.Value, $"{path}.{field.Key}").Prepend($"{path}.{field.Key}")),
        JsonArray list => list.SelectMany(entry => Find(entry, $"{path}[]")),
        _ => [],
    };
}
