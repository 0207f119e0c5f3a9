using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Notifications.OrdersEndpoint.Description;

/// <summary>What the document says of the API as a whole.</summary>
internal static class DocumentWriter
{
    private const string Bearer = "bearer";

    public static Task WriteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Orders",
            Version = "1.0.0",
            Description =
                """
                Takes orders, and sends each customer one confirmation e-mail within five minutes.

                Errors are `application/problem+json` (RFC 9457); their `type` leads to what it means and what to do. To what it cannot read as HTTP the
                server answers with 400, 408, 414 or 431 and no body. Fields may be added to answers, and values to `status`: ignore what you do not know.
                """,
        };
        document.Servers = []; // the same document wherever it is served
        document.Tags = new HashSet<OpenApiTag> { new() { Name = Operations.Tag, Description = "Placing and reading orders." } };
        OrderSchema.AddTo(document);
        ProblemAnswers.AddSchemaTo(document);
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "A person's JWT from the identity provider, with the role `customer`, `operator` or `admin`; or the token of a service.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Amounts are decimal, whatever the framework takes them for.</summary>
    public static Task WriteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(decimal))
            schema.Format = null;
        return Task.CompletedTask;
    }
}
