using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Description;

internal static class ListOrdersOperation
{
    public static Operation Described { get; } = new(HttpMethod.Get, "/orders", "listOrders", "List orders",
        """
        Orders, newest first, a page at a time. Follow `next_cursor`, or the header `Link`, until it is null: each order that was there at the beginning is shown once, however many
        come in meanwhile, and a page costs the same at any depth.

        A customer sees their own, and may leave `customer_id` out; a service, an operator or an admin sees those of every customer. No parameter may be there twice.
        """)
    {
        Parameters =
        [
            Parameter("customer_id", "Whose orders.", OrderSchema.Text(OrderRequest.LongestCustomerId, null), "123"),
            Parameter("status", "Of the order.", new OpenApiSchema
            {
                Type = JsonSchemaType.String, Enum = [.. ListRequest.Statuses.Select(status => (JsonNode)status)],
            }, "placed"),
            Parameter("limit", "How many at most.", new OpenApiSchema
            {
                Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{ListRequest.Most}", Default = ListRequest.Usual,
            }, ListRequest.Usual),
            Parameter("cursor", "`next_cursor` of the page before, as it is.", new OpenApiSchema { Type = JsonSchemaType.String }, Examples.Cursor),
        ],
        Answers =
        [
            new Answer(200, "A page of orders.")
            {
                Content = typeof(OrderListView),
                Example = Examples.List,
                Headers = new Dictionary<string, IOpenApiHeader> { ["Link"] = Headers.Text("The address of the next page, with `rel=\"next\"`; absent on the last one.") },
            },
        ],
        Problems = [ProblemType.InvalidParameter],
    };

    private static OpenApiParameter Parameter(string name, string text, OpenApiSchema schema, JsonNode example) =>
        new() { Name = name, In = ParameterLocation.Query, Description = text, Schema = schema, Example = example };
}
