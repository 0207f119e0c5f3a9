using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.OrdersEndpoint.Tests.Description;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Values that a schema allows, found by reading it: anywhere inside its bounds, or just at them.</summary>
internal sealed class SchemaValues(ApiDocument document, Random random)
{
    private const int UsualItems = 3;
    private const int UsualLength = 12;
    private static readonly string[] Letters =
    [
        "abcdefghijklmnopqrstuvwxyz", "ABCXYZ", "0123456789", "-", " .,'/+#", "\u00E9\u00F1\u00DF\u00E7\u0130", "\u65E5\u672C\u8A9E\u05D0\u0627",
        "<>&\"{}%$;\\",
    ];

    /// <param name="schema">Or a reference to one.</param>
    /// <param name="atBounds">As short or long, as small or large as is allowed.</param>
    public JsonNode? Next(JsonNode schema, bool atBounds = false)
    {
        var known = document.Resolve(schema);
        var types = TypesOf(known);
        if (types.Contains("null") && random.Next(4) == 0)
            return null;
        return types[0] switch
        {
            "object" => Object(known, atBounds),
            "array" => List(known, atBounds),
            "string" => JsonValue.Create(Text(known, atBounds)),
            "integer" => JsonNode.Parse(Whole(known, atBounds)),
            "number" => JsonNode.Parse(Number(known, atBounds)),
            var other => throw new NotSupportedException($"A schema of the type {other}."),
        };
    }

    /// <summary>A UUID that the seed decides too.</summary>
    public static string NextId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return $"{new Guid(bytes)}";
    }

    /// <summary>What it may be, null last.</summary>
    public static IReadOnlyList<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => (string)type!).OrderBy(type => type == "null")],
        { } one => [(string)one!],
        null => throw new NotSupportedException($"A schema without a type: {schema.ToJsonString()}"),
    };

    public string Text(JsonObject schema, bool atBounds)
    {
        if (schema["enum"] is JsonArray values)
            return (string)values[random.Next(values.Count)]!;
        if ((string?)schema["format"] == "uuid")
            return NextId(random);
        var (least, most) = ((int?)schema["minLength"] ?? 1, (int?)schema["maxLength"] ?? UsualLength);
        if ((string?)schema["format"] == "idn-email")
            return Address(most, atBounds);
        var pattern = (string?)schema["pattern"] is { } text ? new Regex(text) : null;
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var length = atBounds ? random.Next(2) == 0 ? least : most : random.Next(least, Math.Min(most, UsualLength) + 1);
            var candidate = Candidate(length, Letters[..random.Next(1, Letters.Length + 1)]);
            if (pattern?.IsMatch(candidate) != false)
                return candidate;
        }

        throw new NotSupportedException($"No text found for {schema.ToJsonString()}.");
    }

    private JsonObject Object(JsonObject schema, bool atBounds)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet();
        var value = new JsonObject();
        foreach (var (name, property) in schema["properties"]!.AsObject().OrderBy(_ => random.Next()))
        {
            if (required.Contains(name) || random.Next(2) == 0)
                value[name] = Next(property!, atBounds && random.Next(2) == 0);
        }

        return value;
    }

    /// <summary>The longest lists are of usual entries, since a body has a bound too, and seldom, since they take long.</summary>
    private JsonArray List(JsonObject schema, bool atBounds)
    {
        var (least, most) = ((int?)schema["minItems"] ?? 0, (int?)schema["maxItems"] ?? UsualItems);
        var isLongest = atBounds && random.Next(20) == 0;
        var count = isLongest ? most : atBounds ? least : random.Next(least, Math.Min(most, UsualItems) + 1);
        return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Next(schema["items"]!, atBounds && !isLongest))]);
    }

    /// <summary>Written in one of the ways in which JSON writes the same number.</summary>
    private string Whole(JsonObject schema, bool atBounds)
    {
        var (least, most) = ((long)schema["minimum"]!, (long)schema["maximum"]!);
        var number = atBounds ? random.Next(2) == 0 ? least : most : random.NextInt64(least, most + 1);
        return random.Next(10) switch { 0 => $"{number}.0", 1 => $"{number}e0", _ => $"{number}" };
    }

    /// <summary>Whole, because a price may be no finer than its currency, which no schema says.</summary>
    private string Number(JsonObject schema, bool atBounds)
    {
        var (least, most) = ((decimal)schema["minimum"]!, (decimal)schema["maximum"]!);
        var number = atBounds ? random.Next(2) == 0 ? least : most : decimal.Floor(least + (most - least) * random.Next(1_000) / 1_000);
        return string.Create(CultureInfo.InvariantCulture, $"{number}{(random.Next(3) == 0 ? ".00" : "")}");
    }

    private string Address(int most, bool atBounds)
    {
        var local = Candidate(atBounds ? 64 : random.Next(1, 20), Letters[..1]);
        if (!atBounds)
            return $"{local}@{Candidate(random.Next(1, 10), Letters[..1])}.test";
        var domain = new StringBuilder();
        while (local.Length + 1 + domain.Length < most - 64)
            domain.Append(Candidate(63, Letters[..1])).Append('.');
        return $"{local}@{domain}{Candidate(most - local.Length - 1 - domain.Length, Letters[..1])}";
    }

    /// <summary>So many characters, also of those that are two in .NET.</summary>
    private string Candidate(int length, string[] alphabets)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            if (alphabets.Length == Letters.Length && random.Next(10) == 0)
                text.Append("\U0001F600");
            else
                text.Append(alphabets[random.Next(alphabets.Length)] is var letters ? letters[random.Next(letters.Length)] : ' ');
        }

        return text.ToString();
    }
}
