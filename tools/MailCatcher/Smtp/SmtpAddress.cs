using System.Buffers;

namespace Notifications.MailCatcher.Smtp;

/// <summary>The argument of MAIL and RCPT: an address in angle brackets, and parameters after it.</summary>
/// <param name="Mailbox">Without brackets and source route; empty for the null sender.</param>
/// <param name="Parameters">What follows, as it stands.</param>
internal sealed record SmtpAddress(string Mailbox, string[] Parameters)
{
    private static readonly SearchValues<char> NotInLocalPart = SearchValues.Create(" \t\"(),:;<>[]\\");
    private static readonly SearchValues<char> NotInDomain = SearchValues.Create(" \t\"(),;<>\\@");

    private const int LongestMailbox = 320; // 64 of the local part, the @, 255 of the domain

    public bool IsNull => Mailbox.Length == 0;

    /// <summary>A sender or recipient as RFC 5321 has it, or the one local name it allows.</summary>
    public bool IsMailbox =>
        Mailbox.Length <= LongestMailbox
        && (Mailbox.Equals("postmaster", StringComparison.OrdinalIgnoreCase) || (LocalPartLength(Mailbox) is > 0 and var at && IsDomain(Mailbox[(at + 1)..])));

    /// <returns>Null when there is no address in brackets.</returns>
    public static SmtpAddress? Read(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return null;

        var path = argument[keyword.Length..].TrimStart(' ');
        if (!path.StartsWith('<') || ClosingBracket(path) is not (> 0 and var end))
            return null;
        if (end + 1 < path.Length && path[end + 1] != ' ')
            return null;

        var parameters = path[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(WithoutRoute(path[1..end]), parameters);
    }

    private static int ClosingBracket(string path)
    {
        var quoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '>' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    // "@relay,@other:user@host": a route nobody has asked for since 1989; RFC 5321 wants it accepted and ignored.
    private static string WithoutRoute(string path) =>
        path.StartsWith('@') && path.IndexOf(':') is > 0 and var colon ? path[(colon + 1)..] : path;

    private static int LocalPartLength(string mailbox)
    {
        if (!mailbox.StartsWith('"'))
            return mailbox.IndexOf('@') is var at && at > 0 && !mailbox.AsSpan(0, at).ContainsAny(NotInLocalPart) ? at : -1;

        for (var i = 1; i < mailbox.Length - 1; i++)
        {
            if (mailbox[i] == '\\')
                i++;
            else if (mailbox[i] == '"')
                return mailbox[i + 1] == '@' ? i + 1 : -1;
        }

        return -1;
    }

    private static bool IsDomain(string domain) =>
        domain.Length > 0 && !domain.AsSpan().ContainsAny(NotInDomain) && !domain.StartsWith('.') && !domain.EndsWith('.');
}
