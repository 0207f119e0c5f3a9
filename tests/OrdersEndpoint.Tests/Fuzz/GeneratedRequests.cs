using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Notifications.OrdersEndpoint.Tests.Description;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Requests that the document describes: good ones, good ones at the bounds, and ones with something wrong.</summary>
/// <param name="document">That describes them.</param>
/// <param name="token">Of a caller who may do everything.</param>
/// <param name="ids">Of orders that are there.</param>
/// <param name="cursors">That pages have led on with.</param>
/// <param name="random">Decides everything.</param>
internal sealed class GeneratedRequests(ApiDocument document, string token, IReadOnlyList<string> ids, IReadOnlyList<string> cursors, Random random)
{
    private readonly SchemaValues _values = new(document, random);
    private readonly Spoiling _spoiling = new(document, random);

    public RawRequest Next()
    {
        var operation = random.Next(4) == 0 ? Of(document.Operations) : Of([.. document.Operations.Where(operation => operation.Body is not null)]);
        var spoils = random.Next(2) == 0;
        var (target, parameters, expected) = Parameters(operation, spoils && operation.Body is null);
        (string, string)[] headers = [("Authorization", $"Bearer {token}"), .. parameters];
        var request = new RawRequest($"{operation.Method} {operation.Path}", expected, operation.Method, target, headers);
        return operation.Body is { } body ? WithBody(request, body["schema"]!, spoils) : request;
    }

    private RawRequest WithBody(RawRequest request, JsonNode schema, bool spoils)
    {
        var atBounds = random.Next(3) == 0;
        var good = (JsonObject)_values.Next(schema, atBounds)!;
        var (body, what) = spoils ? _spoiling.Spoil(good, schema) : (good.ToJsonString(), atBounds ? "at the bounds" : "good");
        var (expected, why) = spoils ? Judge(body, schema) : (Expected.Accepted, "");
        return request with
        {
            Kind = $"{request.Kind} {what} {why}",
            Expected = request.Expected == Expected.Either ? Expected.Either : expected,
            Headers = [("Content-Type", "application/json"), .. request.Headers],
            Body = Encoding.UTF8.GetBytes(body),
        };
    }

    /// <summary>A number that no machine holds is for the validator here what it likes.</summary>
    private (Expected Expected, string Why) Judge(string body, JsonNode schema)
    {
        try
        {
            using var value = JsonDocument.Parse(body);
            return document.Refuse(schema, value.RootElement) is { } refused ? (Expected.Refused, refused) : (Expected.Allowed, "");
        }
        catch (JsonException malformed)
        {
            return (Expected.Refused, malformed.Message);
        }
        catch (Exception beyond) when (beyond is FormatException or OverflowException or InvalidOperationException)
        {
            return (Expected.Either, beyond.Message);
        }
    }

    /// <summary>Of the header parameters at most one, since several may contradict each other.</summary>
    private (string Target, List<(string Name, string Value)> Headers, Expected Expected) Parameters(ApiOperation operation, bool spoils)
    {
        var (target, query, headers, expected) = (operation.Path, new List<string>(), new List<(string, string)>(), Expected.Accepted);
        foreach (var parameter in operation.Parameters.OrderBy(_ => random.Next()))
        {
            var (name, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            if (place != "path" && (random.Next(2) == 0 || (place == "header" && headers.Count > 0)))
                continue;
            var value = Value(parameter, spoils && place != "header");
            if (spoils || (place == "path" && !ids.Contains(value)))
                expected = Expected.Either;
            if (place == "query" && expected == Expected.Accepted)
                expected = Expected.Allowed;
            if (place == "path")
                target = target.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            else if (place == "query")
                query.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
            else
                headers.Add((name, Again(value, ref expected)));
        }

        return (query.Count == 0 ? target : $"{target}?{string.Join('&', query)}", headers, expected);
    }

    private string Value(JsonObject parameter, bool spoils)
    {
        if (spoils)
            return Of(HostileTexts.All) is { Length: > 0 } text ? text[..Math.Min(text.Length, 500)] : "-";
        if ((string?)parameter["in"] == "path" && ids.Count > 0 && random.Next(4) > 0)
            return Of(ids);
        if ((string?)parameter["name"] == "cursor" && cursors.Count > 0 && random.Next(2) == 0)
            return Of(cursors);
        var value = _values.Next(parameter["schema"]!, atBounds: random.Next(4) == 0);
        return (string?)parameter["schema"]!["type"] == "integer" ? $"{(long)(decimal)value!}" : $"{value}"; // in an address there is only one way to write it
    }

    /// <summary>Sometimes a header has a value that another request had: then what was good alone may contradict that one.</summary>
    private string Again(string value, ref Expected expected)
    {
        if (random.Next(10) > 0)
            return value.Length < 8 ? SchemaValues.NextId(random) : value;
        expected = Expected.Either;
        return $"again-{random.Next(3)}";
    }

    private T Of<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
