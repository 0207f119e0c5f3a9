using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>
/// The kinds of e-mail and how each looks. One template a kind: in every language a mail has the same shape, and its words come from
/// <see cref="Wording"/>. A further kind is a line here and two files in <c>Templates</c>.
/// </summary>
public static class MailTemplates
{
    public static IReadOnlyList<MailTemplate> All { get; } =
    [
        new(NotificationKind.OrderConfirmation, shows: [typeof(ConfirmationView), typeof(ConfirmationView.Line), typeof(Wording)]),
    ];

    public static MailTemplate Of(string kind) => All.Single(template => template.Kind == kind);
}
