using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.MailPreview;

/// <summary>The languages by their tags, as the product has them.</summary>
internal static class PreviewLocale
{
    public static IEnumerable<string> Tags => Enum.GetValues<MailLocale>().Select(locale => Wording.In(locale).Tag);

    /// <summary>The language that a customer's tag leads to.</summary>
    public static string For(string? tag) => Wording.In(MailLocales.For(tag)).Tag;
}
