namespace Notifications.OrdersEndpoint;

/// <summary>Every error answer of this API, as problem+json (RFC 9457). The types are stable: clients may decide by them.</summary>
internal static class Problems
{
    public static IResult InvalidOrder(IDictionary<string, string[]> errors) => TypedResults.ValidationProblem(
        errors, title: "The order is not valid; nothing was stored.", type: "/problems/invalid-order");

    public static IResult UnsupportedMediaType(string? contentType) => TypedResults.Problem(
        $"The body's type is '{contentType}'; send application/json.", statusCode: 415, title: "Unsupported media type.", type: "/problems/unsupported-media-type");

    public static IResult OrderNotFound(string id) => TypedResults.Problem(
        $"There is no order '{id}'.", statusCode: 404, title: "Order not found.", type: "/problems/order-not-found");

    public static IResult OutcomeUnknown() => TypedResults.Problem(
        "The database did not answer in time. The order may have been stored or not; ordering again may make a second one.",
        statusCode: 503, title: "Outcome unknown.", type: "/problems/outcome-unknown");

    public static IResult Unavailable() => TypedResults.Problem(
        "Orders cannot be stored at the moment. Try again in a few seconds.", statusCode: 503, title: "Unavailable.", type: "/problems/unavailable");
}
