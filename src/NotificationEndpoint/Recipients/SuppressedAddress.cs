using MimeKit;

namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>An address in the form that the suppression list has it in: all its ways of writing are one entry.</summary>
public static class SuppressedAddress
{
    /// <summary>
    /// Lower case also before the @. RFC 5321 leaves the meaning of case to the receiving host, but none is known that keeps two people
    /// apart by it, and a customer's next order writes the address as the keyboard likes.
    /// </summary>
    public static string Of(MailboxAddress mailbox) => $"{mailbox.LocalPart.ToLowerInvariant()}@{DomainName.OrAsWritten(mailbox.Domain)}";
}
