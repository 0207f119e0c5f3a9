using System.Diagnostics;

namespace Notifications.OrdersEndpoint.Errors;

/// <summary>Whatever goes wrong outside our routes is answered in the same way: unknown paths, wrong methods, refused tokens, bodies that are too large, bugs.</summary>
internal static class ErrorAnswers
{
    public static void AddErrorAnswers(this IServiceCollection services) => services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith("/problems/", StringComparison.Ordinal) != true && ProblemType.OfStatus(context.HttpContext.Response.StatusCode) is { } type)
            (problem.Type, problem.Title, problem.Detail) = (type.Uri, type.Title, type.Advice);
        problem.Extensions.Remove("traceId");
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
    });

    public static void UseErrorAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            // What a client sends is no error of ours: nobody may fill the log with it.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
    }
}
