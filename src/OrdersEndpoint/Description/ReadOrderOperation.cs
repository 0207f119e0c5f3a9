using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.ReadOrder;

namespace Notifications.OrdersEndpoint.Description;

internal static class ReadOrderOperation
{
    public static Operation Described { get; } = new(HttpMethod.Get, "/orders/{id}", "readOrder", "Read an order",
        """
        The order as it was placed, and where its confirmation e-mail stands. `confirmation.status` is `stored`, `published`, `claimed`, `accepted` (the mail relay has the
        e-mail), `deferred` (it is tried again at `next_attempt_at`), `rejected` (`reason` says why; a person looks at it) or `unknown` (the relay's answer was lost; it is
        sent again).

        A customer reads orders of their own, a service or an admin those of every customer.
        """)
    {
        Parameters = [OrderId],
        Answers = [new Answer(200, "The order.") { Content = typeof(OrderView), Example = Examples.View }],
        Problems = [ProblemType.OrderNotFound],
    };

    private static OpenApiParameter OrderId => new()
    {
        Name = "id",
        In = ParameterLocation.Path,
        Required = true,
        Description = "`order_id` of the answer to the order. What is no UUID is not found.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        Example = Examples.OrderId,
    };
}
