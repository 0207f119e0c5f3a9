using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>A mail ready for a relay, with its envelope. It may be sent any number of times.</summary>
/// <param name="Content">
/// Header and body as they travel: lines of at most 998 bytes that end in CR LF, the last one too. Not dot-stuffed. ASCII, unless an address is not.
/// </param>
/// <param name="MessageId">For people, without the angle brackets; it is in the header too.</param>
/// <param name="Sender">Of the envelope.</param>
/// <param name="Recipient">Of the envelope, the only one, whatever the header says.</param>
public sealed record RenderedMail(ReadOnlyMemory<byte> Content, string MessageId, MailboxAddress Sender, MailboxAddress Recipient)
{
    private ReadOnlyMemory<byte>? _stuffed;

    /// <summary>As DATA wants it, without the final dot: a line that begins with a dot has a second one.</summary>
    public ReadOnlyMemory<byte> Stuffed => _stuffed ??= Content.Span.IndexOf("\r\n."u8) < 0 ? Content : Stuff(Content.Span);

    /// <summary>To look into it; the bytes are what counts.</summary>
    public MimeMessage Parse()
    {
        using var bytes = new MemoryStream(Content.ToArray());
        return MimeMessage.Load(bytes);
    }

    private static byte[] Stuff(ReadOnlySpan<byte> content)
    {
        var stuffed = new List<byte>(content.Length + 16);
        while (content.IndexOf("\r\n."u8) is var at and >= 0)
        {
            stuffed.AddRange(content[..(at + 3)]);
            stuffed.Add((byte)'.');
            content = content[(at + 3)..];
        }

        stuffed.AddRange(content);
        return [.. stuffed];
    }
}
