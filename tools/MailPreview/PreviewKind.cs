using MimeKit;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.MailPreview;

/// <summary>A kind of e-mail and the product's own way to make it from an order.</summary>
internal sealed record PreviewKind(string Name, Func<SendOrderConfirmation, Guid, MailboxAddress, RenderedMail> Render)
{
    public static IReadOnlyList<PreviewKind> All { get; } =
    [
        new(NotificationKind.OrderConfirmation, OrderConfirmationMail.Render),
    ];

    public static IEnumerable<string> Names => All.Select(kind => kind.Name);
}
