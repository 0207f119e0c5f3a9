using System.Text.Json.Nodes;
using Notifications.OrdersEndpoint.Tests.Description;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>A good body with something wrong in it. Whether it is still good, the schema tells.</summary>
internal sealed class Spoiling(ApiDocument document, Random random)
{
    /// <summary>Stands for JSON that no library writes; put in its place when all else is written.</summary>
    private const string Raw = "raw-json-goes-here";

    private const string Twice = "a field twice";

    /// <returns>The body as text, and what was done to it.</returns>
    public (string Body, string What) Spoil(JsonObject body, JsonNode schema)
    {
        var raw = "";
        var isHostile = random.Next(2) == 0;
        var places = Places(body, document.Resolve(schema)).Where(place => !isHostile || IsPlain(place.Schema)).ToList();
        var (parent, key, known) = places[random.Next(places.Count)];
        var what = isHostile ? Hostile(parent, key, known, ref raw) : random.Next(6) switch
        {
            0 => Remove(parent, key),
            1 => Set(parent, key, null, "null"),
            2 => Set(parent, key, OtherType(known), "another type"),
            3 => Add(parent),
            4 => Twice,
            _ => Long(parent, key, known),
        };
        var text = body.ToJsonString();
        if (what == Twice)
            text = $"{{\"customer_id\":\"x\",{text[1..]}";
        return (raw == "" ? text : text.Replace($"\"{Raw}\"", raw, StringComparison.Ordinal), $"{what} at {key}");
    }

    private static string Remove(JsonNode parent, object key)
    {
        if (parent is JsonObject fields)
            fields.Remove((string)key);
        else
            parent.AsArray().RemoveAt((int)key);
        return "removed";
    }

    private static string Set(JsonNode parent, object key, JsonNode? value, string what)
    {
        if (parent is JsonObject fields)
            fields[(string)key] = value;
        else
            parent.AsArray()[(int)key] = value;
        return what;
    }

    private string Add(JsonNode parent)
    {
        if (parent is JsonObject fields)
            fields[random.Next(2) == 0 ? "discount" : HostileTexts.All[random.Next(HostileTexts.All.Length)]] = 1;
        else
            parent.AsArray().Add(1);
        return "added";
    }

    private static bool IsPlain(JsonObject schema) => SchemaValues.TypesOf(schema)[0] is not ("object" or "array");

    /// <summary>One more than is allowed: characters, entries, or pieces.</summary>
    private static string Long(JsonNode parent, object key, JsonObject known)
    {
        if ((int?)known["maxLength"] is { } longest)
            return Set(parent, key, new string('a', longest + 1), "too long");
        if ((int?)known["maxItems"] is { } most)
            return Set(parent, key, new JsonArray([.. Enumerable.Range(0, most + 1).Select(_ => (JsonNode)1)]), "too many");
        return known["maximum"] is { } maximum ? Set(parent, key, (decimal)maximum + 1, "too much") : Set(parent, key, new JsonArray(), "a list");
    }

    private string Hostile(JsonNode parent, object key, JsonObject known, ref string raw)
    {
        var isNumber = SchemaValues.TypesOf(known)[0] is "integer" or "number";
        if (isNumber || random.Next(4) == 0)
        {
            raw = Of(isNumber ? HostileTexts.Numbers : HostileTexts.RawTexts);
            return Set(parent, key, Raw, $"raw {raw[..Math.Min(raw.Length, 20)]}");
        }

        return Set(parent, key, Of((string?)known["format"] == "idn-email" ? HostileTexts.Addresses : HostileTexts.All), "a hostile text");
    }

    private JsonNode OtherType(JsonObject known) => SchemaValues.TypesOf(known)[0] switch
    {
        "string" => random.Next(2) == 0 ? 7 : new JsonObject { ["a"] = "b" },
        "object" => random.Next(2) == 0 ? "text" : new JsonArray(),
        "array" => random.Next(2) == 0 ? new JsonObject() : "text",
        _ => random.Next(2) == 0 ? "7" : true,
    };

    /// <summary>Every field and entry with its schema.</summary>
    private IEnumerable<(JsonNode Parent, object Key, JsonObject Schema)> Places(JsonNode? value, JsonObject schema)
    {
        if (value is JsonObject fields)
        {
            foreach (var (name, field) in fields)
            {
                var known = document.Resolve(schema["properties"]![name]!);
                foreach (var place in Places(field, known).Prepend((fields, name, known)))
                    yield return place;
            }
        }
        else if (value is JsonArray { Count: > 0 } list)
        {
            var (at, known) = (random.Next(list.Count), document.Resolve(schema["items"]!));
            foreach (var place in Places(list[at], known).Prepend((list, at, known)))
                yield return place;
        }
    }

    private string Of(string[] values) => values[random.Next(values.Length)];
}
