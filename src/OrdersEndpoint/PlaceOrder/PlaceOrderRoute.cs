using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Notifications.Messaging.Diagnostics;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.Requests;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>
/// <c>POST /orders</c>. In: JSON, and the client's key for the request. Out: 202 with the order's id once it is committed with its command; the e-mail is not waited for.
/// On failure: 4xx naming every field, nothing stored; 503 when orders cannot be stored now, or when a commit had no answer: the type tells which.
/// </summary>
internal static class PlaceOrderRoute
{
    public const int DeepestBody = 8;

    /// <summary>Longer than the database is given for its answer: then it is known why there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public static RouteHandlerBuilder MapPlaceOrder(this IEndpointRouteBuilder routes) => routes.MapPost("/orders", PlaceAsync);

    private static async Task<IResult> PlaceAsync(HttpContext http, Caller caller, OrderPlacing placing, TimeProvider time, ILogger<OrderIntake> log)
    {
        if (WhyNotReadable(http.Request) is { } unreadable)
            return Problems.UnsupportedMediaType(unreadable);
        var (key, wrongKey) = IdempotencyKey.Read(http.Request.Headers);
        if (wrongKey is not null)
            return Problems.InvalidIdempotencyKey(wrongKey);
        var errors = new FieldErrors();
        if (await ReadAsync(http, time, errors) is not { } order)
            return Problems.InvalidOrder(errors.ToDictionary());
        if (!caller.MayOrderFor(order.CustomerId))
            return Problems.Forbidden(caller.Role == Role.Operator ? "Operators read orders and place none." : "customer_id is another customer's.");

        try
        {
            return Answer(http, await placing.PlaceAsync(order with { RequestKey = key is null ? null : RequestKey.Of(caller, key) }).WaitAsync(Patience, time));
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            log.OrderNotStored(order.Id, FailureText.ReasonOf(away), FailureText.StackOf(away));
            return CertainlyNotStored(away) ? Problems.Unavailable() : Problems.OutcomeUnknown(order.Id);
        }
    }

    private static IResult Answer(HttpContext http, Acceptance acceptance)
    {
        switch (acceptance)
        {
            case Acceptance.Accepted accepted:
                return Accepted(accepted.Order, accepted.At);
            case Acceptance.Repeated repeated:
                http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
                return Accepted(repeated.First, repeated.At);
            case Acceptance.KeyUsed used:
                return Problems.KeyUsed(used.OrderId);
            case Acceptance.StillRunning:
                return Problems.StillRunning();
            case Acceptance.TooManyForRecipient many:
                return Problems.TooManyForRecipient(many.Wait);
            case Acceptance.IntakeFull:
                return Problems.Unavailable();
            default:
                throw new ArgumentOutOfRangeException(nameof(acceptance), acceptance, "An acceptance without an answer.");
        }
    }

    private static AcceptedAnswer Accepted(Order order, DateTimeOffset at) => new(new OrderAccepted(order.Id, "accepted", order.Total, order.Currency, at));

    private static string? WhyNotReadable(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return $"The body's type is '{request.ContentType}'; send application/json.";
        if (CharsetOf(request) is { } charset && charset is not ("utf-8" or "us-ascii"))
            return $"The body's charset is '{charset}'; send UTF-8.";
        return request.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..] and not ["identity"] ? $"The body's encoding is '{encoding}'; send it uncompressed." : null;
    }

    /// <summary>Null when it does not say: JSON is UTF-8 then.</summary>
    private static string? CharsetOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue ? HeaderUtilities.RemoveQuotes(type.Charset).ToString().ToLowerInvariant() : null;

    private static async Task<Order?> ReadAsync(HttpContext http, TimeProvider time, FieldErrors errors)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = DeepestBody }, http.RequestAborted);
            return OrderRequest.Read(body.RootElement, time.GetUtcNow(), errors);
        }
        catch (JsonException malformed)
        {
            errors.Add("body", $"is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}), or nested deeper than {DeepestBody} levels.");
            return null;
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, broken); // such as a chunk whose length is no number
        }
    }

    /// <summary>The server answered, or we never got through to it. When a connection breaks in between, the commit's answer may be what was lost.</summary>
    private static bool CertainlyNotStored(Exception failure) => failure is PostgresException or NpgsqlException { InnerException: SocketException };
}
