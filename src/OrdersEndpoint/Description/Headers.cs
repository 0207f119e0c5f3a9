using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>Headers of requests and answers, in the words of OpenAPI.</summary>
internal static class Headers
{
    /// <summary>What <see cref="IdempotencyKey"/> takes: bare without quotes, or in quotes with backslashes before quotes and backslashes.</summary>
    public static string KeyPattern { get; } =
        $$"""^([!#-~]{1,{{IdempotencyKey.Longest}}}|"([!#-\[\]-~]|\\["\\]){1,{{IdempotencyKey.Longest}}}")$""";

    public static OpenApiHeader Text(string text, bool required = false, string? example = null) => new()
    {
        Description = text,
        Required = required,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example is null ? null : JsonValue.Create(example),
    };

    /// <summary>Of every problem with this status.</summary>
    public static Dictionary<string, IOpenApiHeader>? OfProblems(int status) => status switch
    {
        401 => new() { ["WWW-Authenticate"] = Text("`Bearer`; with `error=\"invalid_token\"` when there was a token.", required: true) },
        409 or 429 or 503 => new()
        {
            ["Retry-After"] = new OpenApiHeader
            {
                Description = "Seconds to wait before the request is repeated.",
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            },
        },
        _ => null,
    };
}
