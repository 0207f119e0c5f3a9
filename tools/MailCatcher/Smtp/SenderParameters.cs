using System.Globalization;

namespace Notifications.MailCatcher.Smtp;

/// <summary>What may follow the address of MAIL: the parameters of the extensions that EHLO offers.</summary>
internal static class SenderParameters
{
    /// <returns>The reply that refuses them, or null.</returns>
    public static string? Read(IEnumerable<string> parameters, int largestMessage, out bool utf8)
    {
        utf8 = false;
        foreach (var parameter in parameters)
        {
            switch (parameter.ToUpperInvariant())
            {
                case "SMTPUTF8":
                    utf8 = true;
                    break;
                case "BODY=7BIT" or "BODY=8BITMIME":
                    break;
                case var size when size.StartsWith("SIZE=", StringComparison.Ordinal):
                    if (!long.TryParse(size.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                        return SmtpReplies.BadParameter;
                    if (bytes > largestMessage)
                        return SmtpReplies.TooLarge;
                    break;
                case var body when body.StartsWith("BODY=", StringComparison.Ordinal):
                    return SmtpReplies.BadParameter;
                default:
                    return SmtpReplies.UnknownParameter;
            }
        }

        return null;
    }
}
