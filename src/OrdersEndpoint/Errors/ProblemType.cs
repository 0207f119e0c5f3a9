using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.Errors;

/// <summary>One kind of error answer. Its URI never changes: clients may decide by it.</summary>
/// <param name="Name">The last part of the URI.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Title">What it is, the same every time.</param>
/// <param name="Advice">What whoever gets it should do.</param>
internal sealed record ProblemType(string Name, int Status, string Title, string Advice)
{
    private const string Folder = "/problems/";

    public static readonly ProblemType MalformedRequest = new("malformed-request", 400, "The request cannot be read.",
        "Send valid HTTP.");

    public static readonly ProblemType InvalidOrder = new("invalid-order", 400, "The order is not valid; nothing was stored.",
        "Correct the fields that errors names, all of them at once, and send the order again.");

    public static readonly ProblemType InvalidParameter = new("invalid-parameter", 400, "A parameter is not valid.",
        "Correct the parameters that errors names.");

    public static readonly ProblemType InvalidIdempotencyKey = new("invalid-idempotency-key", 400, "The idempotency key is not valid; nothing was stored.",
        $"Send one key of 1 to {IdempotencyKey.Longest} visible ASCII characters, such as a UUID, bare or in double quotes, under one of the two header names.");

    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "The request has no valid token.",
        "Send Authorization: Bearer with a token that has not expired, was issued for this service, and is signed by whom it trusts.");

    public static readonly ProblemType Forbidden = new("forbidden", 403, "The token does not allow this.",
        "Customers act for themselves: use their own customer_id, or the token of a service or an admin.");

    public static readonly ProblemType OrderNotFound = new("order-not-found", 404, "Order not found.",
        "Check the id; an order of another customer is not shown either.");

    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing at this address.",
        "See /openapi/v1.json for what there is.");

    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The address does not know this method.",
        "The header Allow names those that it knows.");

    public static readonly ProblemType TooSlow = new("too-slow", 408, "The request did not arrive in time; nothing was stored.",
        "Send it again.");

    public static readonly ProblemType StillRunning = new("request-still-running", 409, "The first request with this idempotency key is not finished, or has just failed.",
        "Repeat it with the same key after the time in Retry-After.");

    public static readonly ProblemType TooLarge = new("body-too-large", 413, "The body is too large; nothing was stored.",
        $"Send at most {HttpSetup.LargestBody / 1024} KiB.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "Unsupported media type; nothing was stored.",
        "Send application/json in UTF-8, without compression.");

    public static readonly ProblemType KeyUsed = new("idempotency-key-used", 422, "The idempotency key belongs to another order; nothing was stored.",
        "Use a new key for each new order. The order of this key is in order_id.");

    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests.",
        "Wait for as long as Retry-After says.");

    public static readonly ProblemType TooManyForRecipient = new("too-many-for-recipient", 429, "Too many orders for this e-mail address; nothing was stored.",
        "Wait for as long as Retry-After says: nobody may fill somebody's mailbox by placing orders.");

    public static readonly ProblemType TooManyStreams = new("too-many-streams", 429, "Too many event streams are open.",
        "Close some, or read the order itself.");

    public static readonly ProblemType HeadersTooLarge = new("headers-too-large", 431, "The headers are too large.",
        $"Send at most {HttpSetup.MostHeaders} headers with {HttpSetup.LargestHeaders / 1024} KiB in all.");

    public static readonly ProblemType InternalError = new("internal-error", 500, "Something went wrong here.",
        "Give trace_id to whoever operates this service; the log tells more under it.");

    public static readonly ProblemType Unavailable = new("unavailable", 503, "The service cannot do this at the moment; nothing was stored.",
        "Send it again after the time in Retry-After.");

    public static readonly ProblemType OutcomeUnknown = new("outcome-unknown", 503, "Whether the order was stored is unknown.",
        "Repeat it with the same idempotency key, which tells the truth and never makes a second order. Without a key: GET /orders/{order_id} tells once the service is back.");

    public static IReadOnlyList<ProblemType> All { get; } =
    [
        MalformedRequest, InvalidOrder, InvalidParameter, InvalidIdempotencyKey, Unauthenticated, Forbidden, OrderNotFound, NotFound, MethodNotAllowed, TooSlow, StillRunning,
        TooLarge, UnsupportedMediaType, KeyUsed, TooManyRequests, TooManyForRecipient, TooManyStreams, HeadersTooLarge, InternalError, Unavailable, OutcomeUnknown,
    ];

    public string Uri => Folder + Name;

    /// <summary>What an answer is that none of our routes gave: the framework's own.</summary>
    public static ProblemType? OfStatus(int status) => status switch
    {
        400 => MalformedRequest,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => TooSlow,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        431 => HeadersTooLarge,
        503 => Unavailable,
        >= 500 => InternalError,
        _ => null,
    };
}
