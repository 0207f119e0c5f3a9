using System.Text;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>What the page asks for: lighter than MailHog's shapes, and decoded.</summary>
internal static class PageApi
{
    public static IResult Messages(Inbox inbox, string? query, string? start, string? limit)
    {
        var window = Window.Read(start, limit);
        if (string.IsNullOrWhiteSpace(query))
        {
            var (page, total) = inbox.Newest(window.Start, window.Limit);
            return Results.Json(MessageList.Of(page, total, window.Start), ApiJson.Default.MessageList);
        }

        var found = MessageSearch.Run(inbox, query.Trim(), search => search.Anywhere);
        return Results.Json(
            MessageList.Of([.. found.Skip(window.Start).Take(window.Limit)], found.Count, window.Start), ApiJson.Default.MessageList);
    }

    public static IResult Message(Inbox inbox, string id) =>
        inbox.Find(id) is { } message ? Results.Json(MessageView.Of(message), ApiJson.Default.MessageView) : Results.NotFound();

    /// <summary>The HTML part as it is, scripts and all; the policy that goes with it lets none of them run and nothing be loaded.</summary>
    public static IResult Html(HttpContext context, Inbox inbox, string id)
    {
        if (inbox.Find(id) is not { } message || MessageView.HtmlOf(message) is not { } html)
            return Results.NotFound();

        context.Response.Headers.ContentSecurityPolicy = SafeHeaders.HtmlOfMail;
        return Results.Text(html, "text/html", Encoding.UTF8);
    }

    public static IResult Source(Inbox inbox, string id) =>
        inbox.Find(id) is { } message ? Results.Bytes(message.Raw, "text/plain; charset=utf-8") : Results.NotFound();
}
