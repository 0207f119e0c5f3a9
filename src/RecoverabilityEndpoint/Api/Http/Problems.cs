using Microsoft.AspNetCore.Http.HttpResults;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>Every error answer of the API, as problem+json (RFC 9457). ServicePulse shows <c>detail</c> of a 400 and <c>message</c> of a 403.</summary>
internal static class Problems
{
    /// <summary>Of ServiceControl: what ServicePulse decides by, where a status is not enough.</summary>
    public const string ReasonHeader = "X-Particular-Reason";

    private const string Soon = "2";

    public static ProblemHttpResult Invalid(string sentence) => Of(400, "invalid-request", "The request is not valid.", sentence);

    public static ProblemHttpResult NotFound(string what) => Of(404, "not-found", "There is no such thing.", $"There is no {what}.");

    public static ProblemHttpResult Forbidden(string sentence) => Of(403, "forbidden", "This is not allowed.", sentence);

    public static IResult Conflict(string reason, string sentence) =>
        new WithHeader(ReasonHeader, reason, Of(409, "conflict", "It is in the way of something else.", sentence));

    public static IResult Unavailable() => new WithHeader(
        "Retry-After", Soon, Of(503, "unavailable", "Unavailable.", "PostgreSQL does not answer, so nothing is known and nothing can be asked for at the moment. Try again in a few seconds."));

    /// <summary>What none of our routes has answered: the framework's own refusals, and bugs.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Status == StatusCodes.Status403Forbidden)
            problem.Extensions["message"] = problem.Detail ??= "The token is good, and not one of an operator or an admin.";
        if (problem.Status == StatusCodes.Status404NotFound)
            problem.Detail ??= "There is nothing at this address.";
    }

    private static ProblemHttpResult Of(int status, string type, string title, string sentence) =>
        TypedResults.Problem(sentence, statusCode: status, title: title, type: $"/problems/{type}");

    private sealed class WithHeader(string name, string value, ProblemHttpResult problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[name] = value;
            return problem.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>A request that cannot be understood: whoever reads it stops, and it is answered in one place.</summary>
internal sealed class InvalidRequestException(string sentence) : Exception(sentence);
