using Notifications.Messages;
using Notifications.OrdersEndpoint.Errors;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary><c>GET /orders/{id}</c>: the order and where its confirmation stands.</summary>
internal static class ReadOrderRoute
{
    public static void MapReadOrder(this IEndpointRouteBuilder routes) => routes.MapGet("/orders/{id}", ReadAsync);

    private static async Task<IResult> ReadAsync(string id, Caller caller, OrderReader orders, HttpContext http)
    {
        if (!Guid.TryParseExact(id, "D", out var orderId))
            return Problems.OrderNotFound(id);
        try
        {
            var messageId = DeliveryId.For(orderId, NotificationKind.OrderConfirmation);
            return await orders.FindAsync(orderId, messageId, NotificationKind.OrderConfirmation, http.RequestAborted) is { } order && caller.MayActFor(order.CustomerId)
                ? TypedResults.Ok(order)
                : Problems.OrderNotFound(id);
        }
        catch (NpgsqlException)
        {
            return Problems.Unavailable();
        }
    }
}
