using System.Security.Cryptography;
using Notifications.MailCatcher;

namespace Notifications.Proof.Journals;

/// <summary>Makes the journal's line of what the mail server says. Safe for many threads, and quick enough for its conversations.</summary>
public static class MailReading
{
    public static MailLine Read(Reception reception)
    {
        var content = reception.Content.Span;
        var headers = MailHeaders.Read(content);
        return new(
            reception.At,
            reception.Sender,
            reception.Recipients,
            headers.MessageId,
            content.IsEmpty ? null : Convert.ToHexStringLower(SHA256.HashData(content)),
            headers.Names,
            headers.Addressed,
            reception.Taken,
            reception.Answer,
            reception.CouldBeRead);
    }
}
