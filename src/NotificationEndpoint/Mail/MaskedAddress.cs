using System.Text.RegularExpressions;
using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>E-mail addresses as logs may show them: <c>a***@example.test</c>.</summary>
public static partial class MaskedAddress
{
    public static string Of(MailboxAddress mailbox) => In(mailbox.Address);

    /// <summary><paramref name="text"/> with every address in it masked: relays like to quote the recipient.</summary>
    public static string In(string text) => Address().Replace(text, "$1***$2");

    /// <summary>A quoted local part may have blanks and an @ in it, so nothing of it is shown.</summary>
    [GeneratedRegex("""(?:"(?:[^"\\]|\\.)*"|([^\s<>@"])[^\s<>@"]*)(@[^\s<>@"]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
