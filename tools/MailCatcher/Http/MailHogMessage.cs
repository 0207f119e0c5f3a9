using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>A message as MailHog's API shows it: the members called, nested and left empty as there.</summary>
internal sealed record MailHogMessage(
    [property: JsonPropertyName("ID")] string Id,
    MailHogPath From,
    IEnumerable<MailHogPath> To,
    MailHogContent Content,
    DateTimeOffset Created,
    [property: JsonPropertyName("MIME")] MailHogMime? Mime,
    MailHogRaw Raw)
{
    public static MailHogMessage Of(CaughtMessage message)
    {
        var data = Encoding.UTF8.GetString(message.Raw.Span);
        var content = MailHogContent.Read(data);
        AddWhatMailHogAdds(content.Headers, message);
        return new(
            message.Id, MailHogPath.Of(message.From), message.To.Select(MailHogPath.Of), content with { Mime = null }, message.ReceivedAt,
            content.Mime, new(message.From, message.To, data, message.Helo));
    }

    // Its clients look there for the envelope.
    private static void AddWhatMailHogAdds(Dictionary<string, List<string>> headers, CaughtMessage message)
    {
        var time = message.ReceivedAt.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        if (!headers.Keys.Contains("Message-ID", StringComparer.OrdinalIgnoreCase))
            headers["Message-ID"] = [message.Id];
        MailHogContent.Add(headers, "Received", $"from {message.Helo} by mailcatcher (MailCatcher)\r\n          id {message.Id}; {time}");
        MailHogContent.Add(headers, "Return-Path", $"<{message.From}>");
    }
}

/// <param name="Relays">Always null: nobody routes by hand any more.</param>
internal sealed record MailHogPath(string[]? Relays, string Mailbox, string Domain, string Params)
{
    public static MailHogPath Of(string address) =>
        address.LastIndexOf('@') is >= 0 and var at ? new(null, address[..at], address[(at + 1)..], "") : new(null, address, "", "");
}

internal sealed record MailHogRaw(string From, IReadOnlyList<string> To, string Data, string Helo);

internal sealed record MailHogMime(IReadOnlyList<MailHogContent> Parts);

/// <summary>A page of messages; they are made one by one while they are written, so that a page never needs its size in memory.</summary>
internal sealed record MailHogPage(
    [property: JsonPropertyName("total")] int Total,
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("start")] int Start,
    [property: JsonPropertyName("items")] IEnumerable<MailHogMessage> Items);
