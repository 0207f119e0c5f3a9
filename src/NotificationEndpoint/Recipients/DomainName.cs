using System.Globalization;

namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>A domain in the one form in which two of them can be compared: lower-case ASCII, as DNS has it, without the dot of the root.</summary>
internal static class DomainName
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <returns>Null when <paramref name="text"/> is no name of a host: empty or over-long labels, characters that no name has, an IP address.</returns>
    public static string? Of(string text)
    {
        try
        {
            // Lower case first: punycode keeps the case of what it encodes, and BÜCHER would be another name than bücher.
            var ascii = Idn.GetAscii(WithoutRoot(text).ToLowerInvariant());
            return IsNumeric(ascii[(ascii.LastIndexOf('.') + 1)..]) ? null : ascii;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>For what mail was addressed to all the same: a name with an underscore, an IP address in brackets.</summary>
    public static string OrAsWritten(string text) => Of(text) ?? WithoutRoot(text).ToLowerInvariant();

    /// <summary>Of a.b.c: a.b.c, b.c and c. Cut at dots only, so that evilexample.com is no part of example.com.</summary>
    public static IEnumerable<string> WithParents(string name)
    {
        for (var rest = name; ; rest = rest[(rest.IndexOf('.') + 1)..])
        {
            yield return rest;
            if (!rest.Contains('.'))
                yield break;
        }
    }

    private static string WithoutRoot(string text) => text.EndsWith('.') ? text[..^1] : text;

    private static bool IsNumeric(string label) => label.All(char.IsAsciiDigit);
}
