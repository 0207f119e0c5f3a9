using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.ReadOrder;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.ListOrders;

/// <summary>
/// <c>GET /orders</c>: orders, newest first, a page at a time. In: <c>customer_id</c>, <c>status</c>, <c>limit</c>, <c>cursor</c>, none required. A customer sees
/// their own. Whoever follows the cursor to its end has seen each order that was there at the beginning, once.
/// </summary>
internal static class ListOrdersRoute
{
    private const string Address = "/orders";

    public static RouteHandlerBuilder MapListOrders(this IEndpointRouteBuilder routes) => routes.MapGet(Address, ListAsync).UnavailableWithoutDatabase();

    private static async Task<IResult> ListAsync(Caller caller, OrderList orders, HttpContext http)
    {
        var (request, parameter, wrong) = ListRequest.Read(http.Request.Query);
        if (request is null)
            return Problems.InvalidParameter(parameter!, wrong!);
        if (caller.Role == Role.Customer)
            request = request with { CustomerId = request.CustomerId ?? caller.Id };
        if (request.CustomerId is { } customer && !caller.MayRead(customer))
            return Problems.Forbidden("customer_id is another customer's.");

        var page = await orders.ReadAsync(request, http.RequestAborted);
        http.Response.OnlyForThisCaller();
        if (page.NextCursor is not null)
            http.Response.Headers.Link = $"<{Address}{request.QueryAfter(page.Orders[^1].OrderId)}>; rel=\"next\"";
        return TypedResults.Ok(page);
    }
}
