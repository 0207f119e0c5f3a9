using Microsoft.Net.Http.Headers;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>What every answer of the API says of itself.</summary>
internal static class AnswerHeaders
{
    /// <summary>
    /// Which ServiceControl this answers like. ServicePulse takes the API for disconnected without it, for too old below 6.6.0, and reads no more than three numbers. By this one it knows
    /// settings of endpoints, reasons of refusals and details of a license.
    /// </summary>
    public const string Version = "6.19.0";

    public const string VersionHeader = "X-Particular-Version";

    public static void UseAnswerHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(ApiSetup.Root))
            http.Response.OnStarting(AddAsync, http);
        return next(http);
    });

    /// <summary>At the last moment, because an error answer begins by emptying the headers.</summary>
    private static Task AddAsync(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers[VersionHeader] = Version;
        headers.XContentTypeOptions = "nosniff";
        headers.Append(HeaderNames.Vary, "Accept");
        headers.CacheControl = http.Response.StatusCode < 400 && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) ? "private, max-age=0" : "no-store";
        return Task.CompletedTask;
    }
}
