using System.Text;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Utils;
using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>A mail ready for a relay, with its envelope. For one send: MailKit prepares the message in place.</summary>
public sealed record RenderedMail(MimeMessage Message, MailboxAddress Sender, MailboxAddress Recipient);

/// <summary>
/// Makes the confirmation of an order: a function of its arguments. The same command gives the same bytes in every process, so that
/// a mail that may have gone out can be sent again and be recognised as the same one.
/// </summary>
public static class OrderConfirmationMail
{
    // RFC 2045 allows 76; MimeKit's encoder goes up to two beyond what it is told, where a character needs three.
    private const int LongestEncodedLine = 74;

    private static readonly MailTemplate Template = MailTemplates.Of(NotificationKind.OrderConfirmation);

    /// <exception cref="UnusableAddressException">The customer's address is none; no later attempt will change that.</exception>
    public static RenderedMail Render(SendOrderConfirmation command, Guid deliveryId, MailboxAddress from)
    {
        var recipient = RecipientAddress.Of(command.Customer);
        var view = ConfirmationView.Of(command, string.IsNullOrWhiteSpace(from.Name) ? from.Domain : from.Name);
        var body = new MultipartAlternative { Part("plain", Template.TextOf(view)), Part("html", Template.HtmlOf(view)) };
        body.Boundary = $"=_{deliveryId:N}";

        // Given at birth, so that MimeKit does not first make up an id and a date of its own.
        var message = new MimeMessage(
            new Header(HeaderId.MessageId, $"<{deliveryId:N}@{MailboxAddress.EncodeAddrspec(from.Address).Split('@')[^1]}>"),
            new Header(HeaderId.Date, DateUtils.FormatDate(command.PlacedAt.ToUniversalTime())),
            new Header(HeaderId.Subject, view.Subject),
            body);
        message.From.Add(from);
        message.To.Add(recipient);
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated"); // no out-of-office answers, please (RFC 3834)
        message.Headers.Add("X-Delivery-Id", deliveryId.ToString("D"));
        return new RenderedMail(message, from, recipient);
    }

    /// <summary>
    /// Quoted-printable whatever the content: it passes relays that know only 7 bits, and no relay's offers change the bytes. Encoded
    /// here once, because MailKit writes each mail twice: once to learn its size.
    /// </summary>
    private static TextPart Part(string subtype, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var encoder = new QuotedPrintableEncoder(LongestEncodedLine);
        var encoded = new byte[encoder.EstimateOutputLength(plain.Length)];
        var length = encoder.Flush(plain, 0, plain.Length, encoded);
        var part = new TextPart(subtype)
        {
            ContentTransferEncoding = ContentEncoding.QuotedPrintable,
            Content = new MimeContent(new MemoryStream(encoded, 0, length, writable: false), ContentEncoding.QuotedPrintable),
        };
        part.ContentType.Charset = "utf-8";
        return part;
    }
}
