using System.Globalization;
using System.Text;
using MimeKit;
using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>The address in a command cannot be written to. It never changes, so no later attempt will do better.</summary>
public sealed class UnusableAddressException() : Exception("The customer's e-mail address is not one addr-spec.");

/// <summary>
/// The customer as MimeKit wants it. The orders endpoint checked the address already; a command can come from elsewhere, and a second
/// address or a header smuggled in here would be sent.
/// </summary>
public static class RecipientAddress
{
    private const int LongestName = 100;
    private const int LongestAddress = 320; // RFC 3696: 64 before the @, 255 after it

    /// <exception cref="UnusableAddressException">It is not exactly one address.</exception>
    public static MailboxAddress Of(OrderCustomer customer)
    {
        var address = AddressIn(customer.Email) ?? throw new UnusableAddressException();
        return new MailboxAddress(Encoding.UTF8, PlainText.Line(customer.Name, LongestName), address);
    }

    private static string? AddressIn(string email) =>
        email.Length is > 0 and <= LongestAddress && !email.Any(IsNoPartOfAnAddress)
        && MailboxAddress.TryParse(email, out var parsed) && (parsed.Address == email || MailboxAddress.EncodeAddrspec(parsed.Address) == email)
        && parsed.LocalPart.Length > 0 && parsed.Domain.Length > 0 && parsed.Route.Count == 0
            ? email
            : null;

    private static bool IsNoPartOfAnAddress(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate;
}
