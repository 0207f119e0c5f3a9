using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>docs/openapi.json as a client reads it: operations, and JSON Schema to check what is sent and answered.</summary>
internal sealed class ApiDocument(JsonObject root)
{
    private const string Components = "#/components/schemas/";

    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];

    public static ApiDocument Read() => new((JsonObject)JsonNode.Parse(Page.Read("openapi.json"))!);

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation =>
            new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, (JsonObject)operation.Value!))),
    ];

    /// <summary>The schema itself, where there is only a reference to one.</summary>
    public JsonObject Resolve(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? (JsonObject)root["components"]!["schemas"]![reference[Components.Length..]]! : (JsonObject)schema;

    /// <summary>Null when the value is valid by the schema, else why not.</summary>
    public string? Refuse(JsonNode schema, JsonElement value)
    {
        var compiled = _schemas.GetOrAdd(schema.ToJsonString(), Compile);
        var result = compiled.Evaluate(value, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? null : string.Join("; ", (result.Details ?? []).Where(part => part.Errors is not null)
            .Select(part => $"{part.InstanceLocation} {string.Join(", ", part.Errors!.Values)}").DefaultIfEmpty("not valid"));
    }

    /// <summary>Of an international address the validator here takes no domain that is written in ASCII; that is no fault of the address.</summary>
    private JsonSchema Compile(string schema)
    {
        var all = new JsonObject { ["$defs"] = root["components"]!["schemas"]!.DeepClone(), ["allOf"] = new JsonArray(JsonNode.Parse(schema)) };
        var text = all.ToJsonString().Replace(Components, "#/$defs/", StringComparison.Ordinal).Replace("\"idn-email\"", "\"any-email\"", StringComparison.Ordinal);
        return JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }
}

internal sealed record ApiOperation(string Method, string Path, JsonObject Described)
{
    public IEnumerable<JsonObject> Parameters => (Described["parameters"] as JsonArray ?? []).Select(parameter => (JsonObject)parameter!);

    public JsonNode? Body => Described["requestBody"]?["content"]?["application/json"];

    public IEnumerable<int> Statuses => Responses.Select(response => int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture));

    public JsonObject Responses => (JsonObject)Described["responses"]!;

    /// <summary>By media type, what an answer with this status may be; null when it has no body.</summary>
    public JsonObject? ContentOf(int status) => Responses[$"{status}"]?["content"] as JsonObject;

    /// <summary>Which types a problem with this status may have.</summary>
    public IEnumerable<string?> ProblemTypes(int status) =>
        (ContentOf(status)?["application/problem+json"]?["examples"] as JsonObject ?? []).Select(example => (string?)example.Value!["value"]!["type"]);

    /// <summary>Every example with the schema that it is to be valid by.</summary>
    public IEnumerable<(string Where, JsonNode Schema, JsonNode Example)> Examples =>
        Contents.SelectMany(content => ExamplesOf(content.Media).Select(example => ($"{Method} {Path} {content.Where}", content.Media["schema"]!, example)));

    private IEnumerable<(string Where, JsonNode Media)> Contents =>
        Responses.SelectMany(response => (response.Value!["content"] as JsonObject ?? []).Select(content => (response.Key, content.Value!)))
            .Concat(Body is { } body ? [("request", body)] : []);

    private static IEnumerable<JsonNode> ExamplesOf(JsonNode media) =>
        (media["example"] is { } one ? [one] : Array.Empty<JsonNode>()).Concat((media["examples"] as JsonObject ?? []).Select(example => example.Value!["value"]!));
}
