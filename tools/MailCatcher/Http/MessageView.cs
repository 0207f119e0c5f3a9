using MimeKit;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>One message, decoded for people to read.</summary>
/// <param name="Text">The plain-text part, or null.</param>
/// <param name="HasHtml">Whether there is an HTML part; it has an address of its own.</param>
/// <param name="Problem">Why it could not be decoded, or null; its source can be read all the same.</param>
internal sealed record MessageView(
    string Id,
    string From,
    IReadOnlyList<string> To,
    string Helo,
    DateTimeOffset ReceivedAt,
    int Size,
    string Subject,
    IEnumerable<MessageHeader> Headers,
    string? Text,
    bool HasHtml,
    IEnumerable<string> Attachments,
    string? Problem)
{
    public static MessageView Of(CaughtMessage message)
    {
        var (mime, problem) = TryParse(message);
        return new(
            message.Id, message.From, message.To, message.Helo, message.ReceivedAt, message.Raw.Length,
            MessageList.SubjectOf(message),
            mime?.Headers.Select(header => new MessageHeader(header.Field, header.Value)) ?? [],
            mime?.TextBody,
            mime?.HtmlBody is not null,
            mime?.Attachments.Select(NameOf) ?? [],
            problem);
    }

    /// <summary>The HTML part, or null.</summary>
    public static string? HtmlOf(CaughtMessage message) => TryParse(message).Mime?.HtmlBody;

    private static (MimeMessage? Mime, string? Problem) TryParse(CaughtMessage message)
    {
        try
        {
            return (message.Parse(), null);
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    private static string NameOf(MimeEntity attachment) =>
        $"{attachment.ContentDisposition?.FileName ?? attachment.ContentType.Name ?? "without a name"} ({attachment.ContentType.MimeType})";
}

internal sealed record MessageHeader(string Name, string Value);
