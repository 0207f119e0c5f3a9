using System.Globalization;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>The rules of <see cref="RelaySettings"/>, each with the sentence that says what to do. Never shows the password.</summary>
internal static class RelaySettingsCheck
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public static IEnumerable<string> Of(RelaySettings settings, string section)
    {
        if (Uri.CheckHostName(settings.Host) == UriHostNameType.Unknown)
            yield return $"{section}:Host is '{settings.Host}'; set it to the name or address of the mail relay.";

        if (settings.Name.Length > 300 || settings.Name.Any(char.IsControl))
            yield return $"{section}:Name is '{settings.Name}'; set it to at most 300 characters on one line.";

        if (settings.Port is < 1 or > 65535)
            yield return $"{section}:Port is {settings.Port}; set it to the relay's TCP port, 1 to 65535.";

        if (!Enum.IsDefined(settings.Tls))
            yield return $"{section}:Tls is '{settings.Tls}'; set it to None, StartTls or Implicit.";

        if (!Enum.IsDefined(settings.Transaction))
            yield return $"{section}:Transaction is '{settings.Transaction}'; set it to MailKit or Pipelined.";

        if (settings.MailsAhead is < 1 or > 100)
            yield return $"{section}:MailsAhead is {settings.MailsAhead}; set it to the most mails to take on for each session, 1 to 100.";

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

        if (settings.MailsPerSecond is not (0 or >= 0.01 and <= 100_000))
            yield return $"{section}:MailsPerSecond is {settings.MailsPerSecond.ToString(CultureInfo.InvariantCulture)}; set it to 0.01 to 100000, or to 0 for no limit.";

        if (settings.DownAfter is < 1 or > 1000)
            yield return $"{section}:DownAfter is {settings.DownAfter}; set it to a number of mails from 1 to 1000.";

        if (settings.RefusesAllAfter is < 2 or > 10_000)
            yield return $"{section}:RefusesAllAfter is {settings.RefusesAllAfter}; set it to a number of mails from 2 to 10000.";

        if (settings.LongestRest < TimeSpan.FromSeconds(1) || settings.LongestRest > TimeSpan.FromMinutes(1))
            yield return $"{section}:LongestRest is {settings.LongestRest}; set it to 00:00:01 to 00:01:00: mail is due within 5 minutes.";

        foreach (var (key, value) in Durations(settings))
        {
            if (value <= TimeSpan.Zero || value > LongestTimeout)
                yield return $"{section}:{key} is {value}; set it to more than zero and at most {LongestTimeout}.";
        }

        var least = settings.ConnectTimeout + settings.CommandTimeout + settings.FinalDotTimeout;
        if (settings.TotalTimeout < least)
            yield return $"{section}:TotalTimeout is {settings.TotalTimeout}; set it to at least {least}: connect + command + final dot.";
    }

    private static (string Key, TimeSpan Value)[] Durations(RelaySettings settings) =>
    [
        (nameof(settings.ConnectTimeout), settings.ConnectTimeout),
        (nameof(settings.CommandTimeout), settings.CommandTimeout),
        (nameof(settings.DataTimeout), settings.DataTimeout),
        (nameof(settings.FinalDotTimeout), settings.FinalDotTimeout),
        (nameof(settings.TotalTimeout), settings.TotalTimeout),
        (nameof(settings.SessionAge), settings.SessionAge),
        (nameof(settings.SessionIdle), settings.SessionIdle),
    ];
}
