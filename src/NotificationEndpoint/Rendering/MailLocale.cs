namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>The languages that our mails are written in.</summary>
public enum MailLocale
{
    En,
    PtBr,
}

public static class MailLocales
{
    /// <summary>The language for a customer's BCP 47 tag: every Portuguese is pt-BR, everything else and null are English.</summary>
    public static MailLocale For(string? tag) =>
        tag is not null && (tag.Equals("pt", StringComparison.OrdinalIgnoreCase)
            || tag.StartsWith("pt-", StringComparison.OrdinalIgnoreCase)
            || tag.StartsWith("pt_", StringComparison.OrdinalIgnoreCase))
            ? MailLocale.PtBr
            : MailLocale.En;
}
