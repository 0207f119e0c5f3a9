using Microsoft.Net.Http.Headers;
using Notifications.OrdersEndpoint.Errors;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>
/// <c>GET /orders/{id}</c>: the order, where its confirmation stands, and what happened to it. At most a second old. With <c>If-None-Match</c> 304 as long as
/// nothing has changed. <see cref="Audience"/> tells what a customer does not see.
/// </summary>
internal static class ReadOrderRoute
{
    public static RouteHandlerBuilder MapReadOrder(this IEndpointRouteBuilder routes) => routes.MapGet("/orders/{id}", ReadAsync).UnavailableWithoutDatabase();

    private static async Task<IResult> ReadAsync(string id, Caller caller, SharedOrders orders, HttpContext http)
    {
        if (await orders.FindAsync(id, caller, http.RequestAborted) is not { } order)
            return Problems.OrderNotFound(id);
        http.Response.OnlyForThisCaller();
        var state = order.For(caller);
        return TypedResults.Bytes(state.Json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{state.Id}\""));
    }

    /// <summary>A browser may keep it and must ask whether it still holds; nobody in between may, and another token is another answer.</summary>
    public static void OnlyForThisCaller(this HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = HeaderNames.Authorization;
    }
}
