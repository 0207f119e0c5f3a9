using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>Errors as the document shows them: one schema for all, and for each status of an operation the types that it may have.</summary>
internal static class ProblemAnswers
{
    private const string SchemaName = "Problem";
    private const string MediaType = "application/problem+json";

    private static readonly ProblemType[] OfAll =
    [
        ProblemType.MalformedRequest, ProblemType.Unauthenticated, ProblemType.Forbidden, ProblemType.TooSlow, ProblemType.TooManyRequests,
        ProblemType.InternalError, ProblemType.Unavailable,
    ];

    /// <summary>Given by the server before any of our code runs: a status and nothing else.</summary>
    private static readonly (int Status, string Text)[] OfServer =
    [
        (414, $"The first line of the request is longer than {HttpSetup.LongestRequestLine / 1024} KiB. There is no body."),
        (431, $"There are more than {HttpSetup.MostHeaders} headers, or they have more than {HttpSetup.LargestHeaders / 1024} KiB in all. There is no body."),
    ];

    public static void AddSchemaTo(OpenApiDocument document) => document.AddComponent<IOpenApiSchema>(SchemaName, new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457). Further members may come.",
        Required = new HashSet<string> { "type", "title", "status", "trace_id" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What kind of problem it is. Decide by it: it never changes. Its address tells what to do.", "uri-reference"),
            ["title"] = Text("The same in words, always the same for a type."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Of HTTP." },
            ["detail"] = Text("This problem in words."),
            ["trace_id"] = Text("Under it our log tells more."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong, by field, such as `items[0].qty`, or by parameter.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["order_id"] = Text("The order it is about.", "uuid"),
        },
    });

    /// <summary>By status, in ascending order.</summary>
    public static IEnumerable<(int Status, OpenApiResponse Response)> Of(Operation operation, OpenApiDocument document) =>
        OfAll.Concat(operation.Problems)
            .GroupBy(type => type.Status)
            .Select(group => (group.Key, Response([.. group.OrderBy(type => type.Name, StringComparer.Ordinal)], document)))
            .Concat(OfServer.Select(answer => (answer.Status, new OpenApiResponse { Description = answer.Text })))
            .OrderBy(answer => answer.Item1);

    private static OpenApiResponse Response(IReadOnlyList<ProblemType> types, OpenApiDocument document) => new()
    {
        Description = string.Join("\n", types.Select(type => $"- `{type.Uri}`: {type.Title} {type.Advice}")),
        Headers = Headers.OfProblems(types[0].Status),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(SchemaName, document),
                Examples = types.ToDictionary(type => type.Name, type => (IOpenApiExample)new OpenApiExample { Summary = type.Title, Value = Example(type) }),
            },
        },
    };

    private static JsonObject Example(ProblemType type)
    {
        var problem = new JsonObject { ["type"] = type.Uri, ["title"] = type.Title, ["status"] = type.Status, ["trace_id"] = Examples.TraceId };
        if (type == ProblemType.InvalidOrder)
            problem["errors"] = new JsonObject { ["customer.email"] = new JsonArray("is missing."), ["items[0].sku"] = new JsonArray("is empty.") };
        if (type == ProblemType.KeyUsed || type == ProblemType.OutcomeUnknown)
            problem["order_id"] = Examples.OrderId;
        return problem;
    }

    private static OpenApiSchema Text(string text, string? format = null) => new() { Type = JsonSchemaType.String, Format = format, Description = text };
}
