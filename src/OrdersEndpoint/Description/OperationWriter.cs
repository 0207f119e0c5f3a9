using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>Puts an <see cref="Operation"/> into the words of OpenAPI, around the schemas that the framework has made.</summary>
internal static class OperationWriter
{
    public static Task WriteAsync(OpenApiOperation written, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var document = context.Document!;
        var operation = Operations.Find(context.Description.HttpMethod, context.Description.RelativePath);
        (written.OperationId, written.Summary, written.Description) = (operation.Id, operation.Summary, operation.Text);
        written.Tags = new HashSet<OpenApiTagReference> { new(Operations.Tag, document) };
        written.Parameters = [.. operation.Parameters];
        written.RequestBody = operation.Body is { } body ? Body(body, document) : null;

        var made = written.Responses ?? [];
        written.Responses = [];
        foreach (var answer in operation.Answers)
            written.Responses.Add(Status(answer.Status), Response(answer, made));
        foreach (var (status, response) in ProblemAnswers.Of(operation, document))
            written.Responses.Add(Status(status), response);
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody Body(RequestBody body, OpenApiDocument document) => new()
    {
        Required = true,
        Description = body.Text,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchemaReference(body.Schema, document),
                Examples = body.Examples.ToDictionary(
                    example => example.Key, example => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(example.Value) }),
            },
        },
    };

    private static OpenApiResponse Response(Answer answer, OpenApiResponses made)
    {
        var response = new OpenApiResponse { Description = answer.Text, Headers = answer.Headers.Count == 0 ? null : answer.Headers.ToDictionary() };
        if (made.TryGetValue(Status(answer.Status), out var known) && known.Content is { } content)
            response.Content = content;
        if (answer.Example is { } example && response.Content?[answer.MediaType] is { } media)
            media.Example = JsonNode.Parse(example);
        return response;
    }

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
