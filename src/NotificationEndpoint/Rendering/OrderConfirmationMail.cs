using MimeKit;
using MimeKit.Utils;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>
/// Makes the confirmation of an order: a function of its arguments. The same command gives the same bytes in every process, so that
/// a mail that may have gone out can be sent again and be recognised as the same one.
/// </summary>
public static class OrderConfirmationMail
{
    private static readonly MailTemplate Template = MailTemplates.Of(NotificationKind.OrderConfirmation);

    /// <exception cref="UnusableAddressException">The customer's address is none; no later attempt will change that.</exception>
    public static RenderedMail Render(SendOrderConfirmation command, Guid deliveryId, MailboxAddress from) =>
        Render(command, deliveryId, from, RecipientAddress.Of(command.Customer));

    /// <param name="command">What to confirm.</param>
    /// <param name="deliveryId">Of this e-mail.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="recipient"><see cref="RecipientAddress.Of"/> the customer.</param>
    public static RenderedMail Render(SendOrderConfirmation command, Guid deliveryId, MailboxAddress from, MailboxAddress recipient)
    {
        var view = ConfirmationView.Of(command, string.IsNullOrWhiteSpace(from.Name) ? from.Domain : from.Name);
        var (id, boundary) = ($"{deliveryId:N}@{DomainOf(from)}", $"=_{deliveryId:N}");
        using var mail = new MailWriter();
        mail.Header("Message-Id", $"<{deliveryId:N}@{DomainOf(from)}>");
        mail.Header("Date", DateUtils.FormatDate(command.PlacedAt.ToUniversalTime()));
        mail.Subject(view.Subject);
        mail.Address("From", message => message.From, from);
        mail.Address("To", message => message.To, recipient);
        mail.Header("Auto-Submitted", "auto-generated"); // no out-of-office answers, please (RFC 3834)
        mail.Header("X-Delivery-Id", $"{deliveryId:D}");
        mail.Header("MIME-Version", "1.0");
        mail.Line($"Content-Type: multipart/alternative;\r\n\tboundary=\"{boundary}\"\r\n");
        mail.TextPart(boundary, "plain", text => Template.WriteText(view, text));
        mail.TextPart(boundary, "html", text => Template.WriteHtml(view, text));
        mail.Line($"--{boundary}--");
        return new RenderedMail(mail.ToArray(), id, from, recipient);
    }

    private static string DomainOf(MailboxAddress from) => MailboxAddress.EncodeAddrspec(from.Address).Split('@')[^1];
}
