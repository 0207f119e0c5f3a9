using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.ReadOrder;

namespace Notifications.OrdersEndpoint.Description;

internal static class ReadOrderOperation
{
    public static Operation Described { get; } = new(HttpMethod.Get, "/orders/{id}", "readOrder", "Read an order",
        $"""
         The order as it was placed, where its confirmation e-mail stands, and what happened to it. `confirmation.status` is `stored`, `published`, `claimed`,
         `accepted` (the mail relay has the e-mail), `deferred` (it is tried again at `next_attempt_at`), `rejected` (`reason` says why; a person looks at it)
         or `unknown` (the relay's answer was lost; it is sent again). `within_sla` is null while that is open. `timeline` has the newest
         {OrderReader.MostShown} attempts and as many decisions of reconciliation.

         The answer is at most a second old. Ask again with its `ETag` in `If-None-Match`: 304 as long as nothing has changed.

         A customer reads orders of their own, a service, an operator or an admin those of every customer. A customer is not told what relays said, nor names of ours:
         `relay_reply` is null, and `reason` one of `recipient`, `message`, `relay`, `no_answer` and `other`.
         """)
    {
        Parameters = [OrderId, IfNoneMatch],
        Answers =
        [
            new Answer(200, "The order.")
            {
                Content = typeof(OrderView),
                Example = Examples.View,
                Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Headers.Text("Of exactly this answer to this caller.", required: true, Examples.ETag) },
            },
            new Answer(304, "Nothing has changed since the answer that had this `ETag`."),
        ],
        Problems = [ProblemType.OrderNotFound],
    };

    internal static OpenApiParameter OrderId => new()
    {
        Name = "id",
        In = ParameterLocation.Path,
        Required = true,
        Description = "`order_id` of the answer to the order. What is no UUID is not found.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        Example = Examples.OrderId,
    };

    private static OpenApiParameter IfNoneMatch => new()
    {
        Name = "If-None-Match",
        In = ParameterLocation.Header,
        Description = "The `ETag` of an earlier answer.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = Examples.ETag,
    };
}
