using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Notifications.OrdersEndpoint.Errors;

/// <summary>Every error answer that a route gives, as problem+json (RFC 9457).</summary>
internal static class Problems
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public static ProblemHttpResult InvalidOrder(Dictionary<string, string[]> errors) => Invalid(ProblemType.InvalidOrder, errors);

    public static ProblemHttpResult InvalidParameter(string name, string sentence) => Invalid(ProblemType.InvalidParameter, new() { [name] = [sentence] });

    public static ProblemHttpResult InvalidIdempotencyKey(string sentence) => Of(ProblemType.InvalidIdempotencyKey, sentence);

    public static ProblemHttpResult Forbidden(string sentence) => Of(ProblemType.Forbidden, sentence);

    public static ProblemHttpResult OrderNotFound(string id) => Of(ProblemType.OrderNotFound, $"There is no order '{ReadableText.Shorten(id, 64)}'.");

    public static ProblemHttpResult UnsupportedMediaType(string sentence) => Of(ProblemType.UnsupportedMediaType, sentence);

    public static ProblemHttpResult KeyUsed(Guid orderId) => Of(ProblemType.KeyUsed, "An earlier request with this key placed an order with other content.", ("order_id", orderId));

    public static IResult StillRunning() => Later(Of(ProblemType.StillRunning, null), TimeSpan.FromSeconds(1));

    public static IResult TooManyRequests(TimeSpan wait) => Later(Of(ProblemType.TooManyRequests, null), wait);

    public static IResult TooManyForRecipient(TimeSpan wait) => Later(Of(ProblemType.TooManyForRecipient, null), wait);

    public static IResult TooManyStreams() => Later(Of(ProblemType.TooManyStreams, null), Soon);

    public static IResult Unavailable() => Later(Of(ProblemType.Unavailable, null), Soon);

    public static IResult OutcomeUnknown(Guid orderId) =>
        Later(Of(ProblemType.OutcomeUnknown, "The database did not answer in time.", ("order_id", orderId)), Soon);

    private static ProblemHttpResult Invalid(ProblemType type, Dictionary<string, string[]> errors) => Of(type, null, ("errors", errors));

    private static ProblemHttpResult Of(ProblemType type, string? sentence, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var members = new Dictionary<string, object?>();
        foreach (var (name, value) in more)
            members[name] = value;
        return TypedResults.Problem(sentence, statusCode: type.Status, title: type.Title, type: type.Uri, extensions: members);
    }

    private static RetryLater Later(ProblemHttpResult problem, TimeSpan wait) => new(problem, wait);

    /// <summary>With <c>Retry-After</c>: whole seconds, at least one.</summary>
    private sealed class RetryLater(ProblemHttpResult problem, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return problem.ExecuteAsync(httpContext);
        }
    }
}
