using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.WatchOrder;

/// <summary>
/// <c>GET /orders/{id}/events</c>: the order as Server-Sent Events. Event <c>order</c>, data as <c>GET /orders/{id}</c> shows it to this caller, id of that state.
/// The present state comes at once, unless <c>Last-Event-ID</c> names it. Ends when the e-mail is accepted; who knows that already gets 204, after which browsers
/// do not come back. 429 when too many streams are open.
/// </summary>
internal static class WatchOrderRoute
{
    public static RouteHandlerBuilder MapWatchOrder(this IEndpointRouteBuilder routes)
    {
        var route = routes.MapGet("/orders/{id}/events", WatchAsync).UnavailableWithoutDatabase();
        route.DisableRequestTimeout();
        return route;
    }

    private static async Task<IResult> WatchAsync(string id, Caller caller, SharedOrders orders, StreamPlaces places, OrderStream stream, HttpContext http)
    {
        if (await orders.FindAsync(id, caller, http.RequestAborted) is not { } order)
            return Problems.OrderNotFound(id);
        var seen = http.Request.Headers["Last-Event-ID"].ToString();
        if (order.For(caller) is { IsFinal: true } end && end.Id == seen)
            return TypedResults.NoContent();
        using var place = places.TryTake(caller);
        if (place is null)
            return Problems.TooManyStreams();
        await stream.RunAsync(http, caller, order, seen);
        return TypedResults.Empty;
    }
}
