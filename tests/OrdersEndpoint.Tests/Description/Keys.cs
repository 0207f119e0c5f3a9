using System.Text.Json.Nodes;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>The shape of a JSON value, for comparing what is shown with what is answered: names, not values.</summary>
internal static class Keys
{
    private const string Event = ".confirmation.timeline[].";

    /// <summary>
    /// Paths of all fields, in alphabetical order; of a list those of its entries together. What an event of a timeline has depends on what happened, but for its
    /// time and name.
    /// </summary>
    public static IReadOnlyList<string> Of(JsonNode? value) =>
        [.. Find(value, "").Where(path => !path.StartsWith(Event, StringComparison.Ordinal) || path[Event.Length..] is "at" or "event").Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(JsonNode? value, string path) => value switch
    {
        JsonObject fields => fields.SelectMany(field => Find(field.Value, $"{path}.{field.Key}").Prepend($"{path}.{field.Key}")),
        JsonArray list => list.SelectMany(entry => Find(entry, $"{path}[]")),
        _ => [],
    };
}
