using System.Globalization;
using System.Text;

namespace Notifications.FailedMessages;

/// <summary>Text of a stranger for a terminal, which obeys control characters: they are shown, not sent.</summary>
internal static class Plain
{
    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string? text, int most) => Cut(Escape(text ?? "", keep: ""), most);

    /// <summary>Lines stay lines.</summary>
    public static string Text(string text, int most) => Cut(Escape(text.ReplaceLineEndings("\n"), keep: "\n\t"), most);

    private static string Escape(string text, string keep)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x80 && keep.Contains((char)rune.Value) || !IsUnseen(rune))
                plain.Append(rune);
            else if (rune.Value is '\n' or '\r' or '\t')
                plain.Append(' ');
            else
                plain.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return plain.ToString();
    }

    /// <summary>Also what turns the direction of writing around.</summary>
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";
}
