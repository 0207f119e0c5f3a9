namespace Notifications.MailCatcher.Http;

/// <summary>
/// Headers on every answer. What is shown here was written by strangers: should something of it ever get through unescaped, the browser
/// must not run it. A part of the site that needs another policy sets its own.
/// </summary>
internal sealed class SafeHeaders(RequestDelegate next)
{
    public const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public const string HtmlOfMail = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Page;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
