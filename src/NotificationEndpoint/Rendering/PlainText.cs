using System.Globalization;
using System.Text;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>Text from outside, as one line that a person can read: it cannot break out of its place in a header, a table or a page.</summary>
public static class PlainText
{
    /// <summary>
    /// <paramref name="text"/> without what is no text: control characters, line and paragraph separators, invisible characters that
    /// turn the direction of what follows, halves of surrogate pairs. White space is one space; longer than
    /// <paramref name="longest"/> ends in an ellipsis, cut between characters as people see them.
    /// </summary>
    public static string Line(string text, int longest)
    {
        if (IsLine(text, longest))
            return text;
        var line = new StringBuilder(Math.Min(text.Length, longest));
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = line.Length > 0;
            }
            else if (!IsInvisible(rune))
            {
                if (space)
                    line.Append(' ');

                line.Append(rune);
                space = false;
            }
        }

        return Cut(line.ToString(), longest);
    }

    /// <summary>Most are: printable ASCII with single spaces between words.</summary>
    private static bool IsLine(string text, int longest) => text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && text is not ([' ', ..] or [.., ' ']) && !text.Contains("  ", StringComparison.Ordinal);

    /// <summary>Zero-width joiners stay: emoji and several scripts are made with them.</summary>
    private static bool IsInvisible(Rune rune) =>
        rune == Rune.ReplacementChar || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D));

    private static string Cut(string line, int longest)
    {
        if (line.Length <= longest)
            return line;

        var end = 0;
        while (StringInfo.GetNextTextElementLength(line, end) is var next && end + next <= longest - 1)
            end += next;

        return $"{line[..end].TrimEnd()}…";
    }
}
