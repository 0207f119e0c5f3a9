using System.Net.Sockets;
using System.Text.Json;
using Notifications.OrdersEndpoint.Orders;
using Npgsql;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>
/// <c>POST /orders</c>. In: JSON. Out: 202 with the order's id once it is committed with its command; the e-mail is not waited for.
/// On failure: 4xx naming every field, nothing stored; 503 when orders cannot be stored now, or when a commit had no answer: the type tells which.
/// </summary>
internal static class PlaceOrderRoute
{
    public static void MapPlaceOrder(this IEndpointRouteBuilder routes) => routes.MapPost("/orders", PlaceAsync);

    private static async Task<IResult> PlaceAsync(HttpContext http, OrderIntake intake, TimeProvider time, ILogger<OrderIntake> log)
    {
        if (!http.Request.HasJsonContentType())
            return Problems.UnsupportedMediaType(http.Request.ContentType);

        var errors = new FieldErrors();
        var order = await ReadAsync(http, time, errors);
        if (order is null)
            return Problems.InvalidOrder(errors.ToDictionary());

        try
        {
            if (intake.TryAccept(order) is not { } accepted)
                return Retry(http, Problems.Unavailable());
            return TypedResults.Accepted($"/orders/{order.Id:D}", new OrderAccepted(order.Id, "accepted", order.Total, order.Currency, await accepted));
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            log.OrderNotStored(order.Id, away);
            return Retry(http, CertainlyNotStored(away) ? Problems.Unavailable() : Problems.OutcomeUnknown());
        }
    }

    private static async Task<Order?> ReadAsync(HttpContext http, TimeProvider time, FieldErrors errors)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 8 }, http.RequestAborted);
            return OrderRequest.Read(body.RootElement, time.GetUtcNow(), errors);
        }
        catch (JsonException malformed)
        {
            errors.Add("body", $"is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}), or nested deeper than 8 levels.");
            return null;
        }
    }

    /// <summary>The server answered, or we never got through to it. When a connection breaks in between, the commit's answer may be what was lost.</summary>
    private static bool CertainlyNotStored(Exception failure) => failure is PostgresException or NpgsqlException { InnerException: SocketException };

    private static IResult Retry(HttpContext http, IResult problem)
    {
        http.Response.Headers.RetryAfter = "2";
        return problem;
    }
}
