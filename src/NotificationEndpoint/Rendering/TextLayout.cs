using System.Globalization;
using System.Text;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>Lays out the text part: lines of at most 72 columns, amounts flush right.</summary>
public static class TextLayout
{
    public const int Columns = 72;
    private const int Gap = 2;

    /// <summary>
    /// <paramref name="text"/> broken at spaces into lines of at most <paramref name="columns"/>, each indented by
    /// <paramref name="indent"/>; longer words are broken too.
    /// </summary>
    public static List<string> Wrap(string text, int columns = Columns, int indent = 0)
    {
        if (indent == 0 && Width(text) <= columns)
            return [text];
        var margin = new string(' ', indent);
        columns -= indent;
        if (Width(text) <= columns)
            return [margin + text];

        var lines = new List<string>();
        var line = new StringBuilder();
        var width = 0;
        foreach (var word in text.Split(' ').SelectMany(word => Pieces(word, columns)))
        {
            if (line.Length > 0 && width + 1 + Width(word) > columns)
            {
                lines.Add($"{margin}{line}");
                line.Clear();
                width = 0;
            }

            if (line.Length > 0)
            {
                line.Append(' ');
                width++;
            }

            line.Append(word);
            width += Width(word);
        }

        lines.Add($"{margin}{line}");
        return lines;
    }

    /// <summary><paramref name="left"/>, wrapped, with <paramref name="right"/> at the right edge of its last line.</summary>
    public static string Row(string left, string right, int indent = 0)
    {
        var lines = Wrap(left, Math.Max(Columns / 3, Columns - Width(right) - Gap), indent);
        var fill = Math.Max(Gap, Columns - Width(lines[^1]) - Width(right));
        lines[^1] = lines[^1] + new string(' ', fill) + right;
        return string.Join('\n', lines);
    }

    /// <summary>Columns on a terminal: characters of East Asia and emoji take two, marks that sit on others none.</summary>
    private static int Width(string text)
    {
        if (Ascii.IsValid(text))
            return text.Length;

        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Width(rune);

        return width;
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x3FFFD) ? 2 : 1,
    };

    private static IEnumerable<string> Pieces(string word, int columns)
    {
        var piece = new StringBuilder();
        var width = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (width + Width(rune) > columns)
            {
                yield return piece.ToString();
                piece.Clear();
                width = 0;
            }

            piece.Append(rune);
            width += Width(rune);
        }

        yield return piece.ToString();
    }
}
