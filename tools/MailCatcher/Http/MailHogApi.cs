using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>The addresses of MailHog's API, versions 1 and 2, newest messages first.</summary>
internal static class MailHogApi
{
    private const int LargestV1List = 1_000;

    public static IResult Messages(Inbox inbox, string? start, string? limit)
    {
        var window = Window.Read(start, limit);
        var (page, total) = inbox.Newest(window.Start, window.Limit);
        return Page(page, total, window.Start);
    }

    public static IResult Search(Inbox inbox, string? kind, string? query, string? start, string? limit)
    {
        Func<MessageSearch, Func<CaughtMessage, bool>>? where = kind switch
        {
            "from" => search => search.InSender,
            "to" => search => search.InRecipients,
            "containing" => search => search.InContent,
            _ => null,
        };
        if (where is null)
            return Results.Problem($"kind is '{kind}': use from, to or containing.", statusCode: 400);
        if (string.IsNullOrEmpty(query))
            return Results.Problem("query is empty: say what to look for.", statusCode: 400);

        var window = Window.Read(start, limit);
        var found = MessageSearch.Run(inbox, query, where);
        return Page([.. found.Skip(window.Start).Take(window.Limit)], found.Count, window.Start);
    }

    public static IResult AllMessages(Inbox inbox) =>
        Results.Json(inbox.Newest(0, LargestV1List).Page.Select(MailHogMessage.Of), MailHogJson.Default.IEnumerableMailHogMessage);

    public static IResult Message(Inbox inbox, string id) =>
        inbox.Find(id) is { } message ? Results.Json(MailHogMessage.Of(message), MailHogJson.Default.MailHogMessage) : Results.NotFound();

    public static IResult Download(Inbox inbox, string id) =>
        inbox.Find(id) is { } message ? Results.Bytes(message.Raw, "message/rfc822", $"{id}.eml") : Results.NotFound();

    public static IResult DeleteAll(Inbox inbox)
    {
        inbox.Clear();
        return Results.Ok();
    }

    public static IResult Delete(Inbox inbox, string id) => inbox.Delete(id) ? Results.Ok() : Results.NotFound();

    private static IResult Page(IReadOnlyList<CaughtMessage> page, int total, int start) =>
        Results.Json(new MailHogPage(total, page.Count, start, page.Select(MailHogMessage.Of)), MailHogJson.Default.MailHogPage);
}
