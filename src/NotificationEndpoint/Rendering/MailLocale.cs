namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>The languages that our mails are written in.</summary>
public enum MailLocale
{
    En,
    PtBr,
}

public static class MailLocales
{
    private static readonly Dictionary<string, MailLocale> ByLanguage = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = MailLocale.En,
        ["pt"] = MailLocale.PtBr,
    };

    /// <summary>
    /// The language for a customer's BCP 47 tag, by its first part: every Portuguese is pt-BR. A language that we do not write, what is no
    /// tag, and null are English.
    /// </summary>
    public static MailLocale For(string? tag) => tag is null ? MailLocale.En : ByLanguage.GetValueOrDefault(tag.Split(['-', '_'], 2)[0], MailLocale.En);
}
