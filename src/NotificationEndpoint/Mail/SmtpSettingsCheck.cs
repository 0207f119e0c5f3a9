using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>The rules of <see cref="SmtpSettings"/>, each with the sentence that says what to do. Never shows the password.</summary>
internal static class SmtpSettingsCheck
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public static IEnumerable<string> Of(SmtpSettings settings, string section)
    {
        if (Uri.CheckHostName(settings.Host) == UriHostNameType.Unknown)
            yield return $"{section}:Host is '{settings.Host}'; set it to the name or address of the mail relay.";

        if (settings.Port is < 1 or > 65535)
            yield return $"{section}:Port is {settings.Port}; set it to the relay's TCP port, 1 to 65535.";

        if (!IsSender(settings.From))
            yield return $"{section}:From is '{settings.From}'; set it to one ASCII address, such as Shop <orders@shop.example>.";

        if (!Enum.IsDefined(settings.Tls))
            yield return $"{section}:Tls is '{settings.Tls}'; set it to None, StartTls or Implicit.";

        if (!string.IsNullOrEmpty(settings.User) && string.IsNullOrEmpty(settings.Password))
            yield return $"{section}:User is '{settings.User}' and {section}:Password is not set; set both or neither.";

        if (string.IsNullOrEmpty(settings.User) && !string.IsNullOrEmpty(settings.Password))
            yield return $"{section}:Password is set and {section}:User is not; set both or neither.";

        if (!string.IsNullOrEmpty(settings.Password) && settings.Tls == SmtpTls.None)
            yield return $"{section}:Tls is None while {section}:Password is set, so the password would travel readable; set StartTls or Implicit.";

        if (settings.Sessions is < 1 or > 1000)
            yield return $"{section}:Sessions is {settings.Sessions}; set it to the most sessions to open at a time, 1 to 1000.";

        if (settings.SessionMails < 1)
            yield return $"{section}:SessionMails is {settings.SessionMails}; set it to at least 1 mail per session.";

        foreach (var (key, value) in Durations(settings))
        {
            if (value <= TimeSpan.Zero || value > LongestTimeout)
                yield return $"{section}:{key} is {value}; set it to more than zero and at most {LongestTimeout}.";
        }

        var least = settings.ConnectTimeout + settings.CommandTimeout + settings.FinalDotTimeout;
        if (settings.TotalTimeout < least)
            yield return $"{section}:TotalTimeout is {settings.TotalTimeout}; set it to at least {least}: connect + command + final dot.";
    }

    private static (string Key, TimeSpan Value)[] Durations(SmtpSettings settings) =>
    [
        (nameof(settings.ConnectTimeout), settings.ConnectTimeout),
        (nameof(settings.CommandTimeout), settings.CommandTimeout),
        (nameof(settings.FinalDotTimeout), settings.FinalDotTimeout),
        (nameof(settings.TotalTimeout), settings.TotalTimeout),
        (nameof(settings.SessionAge), settings.SessionAge),
        (nameof(settings.SessionIdle), settings.SessionIdle),
    ];

    /// <summary>ASCII before the @: relays without SMTPUTF8 must be able to take every mail.</summary>
    private static bool IsSender(string from) =>
        MailboxAddress.TryParse(from, out var mailbox) && mailbox.LocalPart.Length > 0 && mailbox.Domain.Length > 0
        && mailbox.LocalPart.All(char.IsAscii);
}
