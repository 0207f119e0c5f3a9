using Microsoft.OpenApi;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.WatchOrder;

namespace Notifications.OrdersEndpoint.Description;

internal static class WatchOrderOperation
{
    public static Operation Described { get; } = new(HttpMethod.Get, "/orders/{id}/events", "watchOrder", "Follow an order",
        $"""
         The order as Server-Sent Events: event `order`, whose data is what `GET /orders/{"{id}"}` answers this caller, and whose id names that state. The present state comes at
         once, each change within about a second. The stream ends when the e-mail is accepted, and after {StreamSteps.OpenAtMost.TotalMinutes} minutes; a client that comes back with
         `Last-Event-ID` gets what it does not know yet, and 204 when there is nothing to come.

         Every {StreamSteps.HeartbeatEvery.TotalSeconds} seconds a comment shows that the stream is alive.
         """)
    {
        Parameters =
        [
            ReadOrderOperation.OrderId,
            new OpenApiParameter
            {
                Name = "Last-Event-ID",
                In = ParameterLocation.Header,
                Description = "Id of the newest event that the client has; browsers send it by themselves.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        ],
        Answers =
        [
            new Answer(200, "The stream.") { Content = typeof(string), MediaType = "text/event-stream" },
            new Answer(204, "The client knows the last state there will be: it need not come back."),
        ],
        Problems = [ProblemType.OrderNotFound, ProblemType.TooManyStreams],
    };
}
