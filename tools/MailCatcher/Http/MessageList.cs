using System.Text;
using MimeKit.Utils;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>What the page lists.</summary>
internal sealed record MessageList(int Total, int Start, IEnumerable<MessageLine> Items)
{
    public static MessageList Of(IReadOnlyList<CaughtMessage> page, int total, int start) =>
        new(total, start, page.Select(message => new MessageLine(
            message.Id, message.From, message.To, SubjectOf(message), message.ReceivedAt, message.Raw.Length)));

    /// <summary>The subject, decoded; without parsing the message, because a list or a search asks for many.</summary>
    public static string SubjectOf(CaughtMessage message)
    {
        var head = message.Raw.Span;
        if (head.IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            head = head[..end];

        while (!head.IsEmpty)
        {
            var length = LineWithItsContinuations(head);
            if (length > 8 && Ascii.EqualsIgnoreCase(head[..8], "subject:"u8))
                return Rfc2047.DecodeText(head[8..length].ToArray()).Trim();
            head = head[Math.Min(length + 2, head.Length)..];
        }

        return "";
    }

    private static int LineWithItsContinuations(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (true)
        {
            var end = text[length..].IndexOf("\r\n"u8);
            if (end < 0)
                return text.Length;

            length += end;
            if (length + 2 >= text.Length || text[length + 2] is not ((byte)' ' or (byte)'\t'))
                return length;
            length += 2;
        }
    }
}

internal sealed record MessageLine(string Id, string From, IReadOnlyList<string> To, string Subject, DateTimeOffset ReceivedAt, int Size);
