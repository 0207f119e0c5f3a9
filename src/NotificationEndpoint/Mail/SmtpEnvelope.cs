using System.Buffers;
using System.Globalization;
using System.Text;
using MailKit.Net.Smtp;
using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>The commands that come before a mail's content, as this relay wants them.</summary>
internal static class SmtpEnvelope
{
    /// <summary>Without SMTPUTF8 a local part has to be ASCII. A control character, which nobody lets in, would hide a second command: this is the last fence.</summary>
    public static bool CanBeWritten(RenderedMail mail, SmtpCapabilities offers) =>
        (offers.HasFlag(SmtpCapabilities.UTF8) || Ascii.IsValid(mail.Recipient.LocalPart)) && !mail.Recipient.Address.Any(char.IsControl);

    public static string Mail(RenderedMail mail, SmtpCapabilities offers)
    {
        var utf8 = offers.HasFlag(SmtpCapabilities.UTF8);
        var international = utf8 && (mail.Sender.IsInternational || mail.Recipient.IsInternational);
        var size = offers.HasFlag(SmtpCapabilities.Size) ? string.Create(CultureInfo.InvariantCulture, $" SIZE={mail.Content.Length}") : "";
        return $"MAIL FROM:<{AddressOf(mail.Sender, international)}>{(international ? " SMTPUTF8" : "")}{size}\r\n";
    }

    public static string Recipient(RenderedMail mail, SmtpCapabilities offers) => $"RCPT TO:<{AddressOf(mail.Recipient, offers.HasFlag(SmtpCapabilities.UTF8))}>\r\n";

    public static void Write(this IBufferWriter<byte> to, string commands) => Encoding.UTF8.GetBytes(commands, to);

    private static string AddressOf(MailboxAddress mailbox, bool asItIs) => mailbox.GetAddress(idnEncode: !asItIs);
}
