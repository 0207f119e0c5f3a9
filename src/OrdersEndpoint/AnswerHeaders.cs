namespace Notifications.OrdersEndpoint;

/// <summary>What every answer tells browsers and caches. What a proxy has to add where TLS ends, such as HSTS, is not here.</summary>
internal static class AnswerHeaders
{
    public static void UseAnswerHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(AddAsync, http);
        return next(http);
    });

    /// <summary>At the last moment, because an error answer begins by emptying the headers.</summary>
    private static Task AddAsync(object state)
    {
        var http = (HttpContext)state;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Response.StatusCode >= StatusCodes.Status400BadRequest || HttpMethods.IsPost(http.Request.Method))
            http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
