using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.Description;

internal static class PlaceOrderOperation
{
    public static Operation Described { get; } = new(HttpMethod.Post, "/orders", "placeOrder", "Place an order",
        $"""
         The order and the command that asks for its confirmation e-mail are stored in one transaction; 202 says that it is committed. The e-mail is not
         waited for: `GET /orders/{"{id}"}` tells where it is.

         Give each order an `{IdempotencyKey.Header}` of your own, and repeat the request with it whenever there was no answer, or one with `Retry-After`:
         however often it arrives there is one order and one e-mail. The key is kept for as long as the order, and is yours alone: another caller's same
         key is another key.

         A customer places orders for themselves, a service or an admin for every customer.
         """)
    {
        Parameters =
        [
            Key(IdempotencyKey.Header, $"Your name for this request. Up to {IdempotencyKey.Longest} visible ASCII characters, such as a UUID, bare or in double quotes."),
            Key(IdempotencyKey.OlderHeader, "The same under its older name. Where both are sent they must be equal."),
        ],
        Body = new RequestBody(OrderSchema.Name,
            $"JSON in UTF-8, not compressed, at most {HttpSetup.LargestBody / 1024} KiB, nested at most {PlaceOrderRoute.DeepestBody} deep, no field twice.",
            new Dictionary<string, string> { ["usual"] = Examples.Order, ["shortest"] = Examples.ShortestOrder }),
        Answers =
        [
            new Answer(202, "The order is stored, and its e-mail will be sent.")
            {
                Content = typeof(OrderAccepted),
                Example = Examples.Accepted,
                Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Location"] = Headers.Text("The order's address, relative to the API's.", required: true),
                    [IdempotencyKey.ReplayedHeader] = Headers.Text("`true` when an earlier request with the same key placed the order, and this is its answer again."),
                },
            },
        ],
        Problems =
        [
            ProblemType.InvalidOrder, ProblemType.InvalidIdempotencyKey, ProblemType.StillRunning, ProblemType.TooLarge, ProblemType.UnsupportedMediaType,
            ProblemType.KeyUsed, ProblemType.TooManyForRecipient, ProblemType.OutcomeUnknown,
        ],
    };

    private static OpenApiParameter Key(string name, string text) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, Pattern = Headers.KeyPattern },
        Example = "0b6f1d2e-8c1f-4f0a-9a64-3d1f6b1f7c55",
    };
}
