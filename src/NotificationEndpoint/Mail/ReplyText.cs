using System.Globalization;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>A relay's words, made fit to be stored and shown: foreign text, so one line, bounded, nothing that moves a terminal.</summary>
public static class ReplyText
{
    private const int Longest = 300;

    public static string Line(string text)
    {
        var clean = string.Create(Math.Min(text.Length, Longest), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsPrintable(source[i]) ? source[i] : ' ';
        });
        return text.Length > Longest ? $"{clean}…" : clean;
    }

    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
