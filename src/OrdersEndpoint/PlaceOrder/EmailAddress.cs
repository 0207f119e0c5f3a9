using System.Buffers;
using System.Globalization;
using MimeKit;

namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>Which addresses we promise to send to. Strict on purpose: an order with an address that no relay takes must fail while the customer is there.</summary>
internal static class EmailAddress
{
    /// <summary>RFC 5321: a path has 256 characters, two of them the angle brackets.</summary>
    public const int Longest = 254;

    public const int LongestLocalPart = 64;

    private const int LongestLabel = 63;

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private static readonly SearchValues<char> PlainLocal = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");
    private static readonly SearchValues<char> PlainDomain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Why <paramref name="text"/> is refused, as the end of a sentence that begins with the field's name; null when it is good.</summary>
    public static string? Refuse(string text)
    {
        if (IsPlain(text))
            return null;
        if (!MailboxAddress.TryParse(Strict, text, out var mailbox) || !IsWhole(mailbox, text))
            return "is not one plain e-mail address such as ana@example.com.";

        if (text.Any(character => char.GetUnicodeCategory(character) == UnicodeCategory.Format))
            return "has an invisible character in it.";

        var at = text.LastIndexOf('@');
        var (local, domain) = (text[..at], text[(at + 1)..]);
        if (local.Length > LongestLocalPart)
            return $"has {local.Length} characters before the @; at most {LongestLocalPart} are allowed.";
        if (local.Contains('"'))
            return "has a quoted part before the @, which is not supported.";
        if (!local.All(char.IsAscii))
            return "has characters outside ASCII before the @, which many mail servers cannot take.";
        return IsHostName(domain) ? null : "has no valid host name behind the @.";
    }

    /// <summary>Words of letters and digits with single dots between, as nearly all addresses are: good without a look at the rest of the rules.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at is > 0 and <= LongestLocalPart && text.Length <= Longest
            && AreWords(text[..at], PlainLocal, LongestLocalPart) && AreWords(text[(at + 1)..], PlainDomain, LongestLabel) && char.IsAsciiLetter(text[^1]) && text[(at + 1)..].Contains('.');
    }

    private static bool AreWords(ReadOnlySpan<char> text, SearchValues<char> characters, int longest)
    {
        foreach (var word in text.Split('.'))
        {
            if (text[word] is not { Length: > 0 } some || some.Length > longest || some.ContainsAnyExcept(characters))
                return false;
        }

        return true;
    }

    /// <summary>The text is the address and nothing else: no name, comment, blanks or route. The parser decodes a punycode domain.</summary>
    private static bool IsWhole(MailboxAddress mailbox, string text) =>
        string.IsNullOrEmpty(mailbox.Name) && mailbox.Route.Count == 0 && (mailbox.Address == text || MailboxAddress.EncodeAddrspec(mailbox.Address) == text);

    private static bool IsHostName(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain);
            return ascii.Length <= 253 && !ascii.EndsWith('.') && !IsNumeric(ascii[(ascii.LastIndexOf('.') + 1)..]);
        }
        catch (ArgumentException)
        {
            return false; // an empty or over-long label, or a character that no host name has
        }
    }

    /// <summary>A last label of digits makes it an IP address, not a name.</summary>
    private static bool IsNumeric(string label) => label.All(char.IsAsciiDigit);
}
