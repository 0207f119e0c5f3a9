using System.Buffers;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>The encoding of RFC 2045 for text in UTF-8. It passes relays that know only 7 bits, and no relay's offers change the bytes.</summary>
public static class QuotedPrintable
{
    /// <summary>RFC 2045 allows 76 columns: an escape that begins in the last of these takes two more, and the <c>=</c> of the break one.</summary>
    private const int Full = 73;

    private static readonly SearchValues<byte> AsTheyAre = SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Where(c => c != '=').Select(c => (byte)c)]);

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    /// <summary>Room that is enough for <paramref name="length"/> bytes, whatever they are: an escape is three, and every 73 columns there may be a break.</summary>
    public static int LongestOf(int length) => (4 * length) + 3;

    /// <param name="text">UTF-8. Lines end in LF; nothing else ends one.</param>
    /// <param name="encoded">At least as long as <see cref="LongestOf"/>. Lines end in CR LF.</param>
    /// <returns>How much of <paramref name="encoded"/> is used.</returns>
    public static int Encode(ReadOnlySpan<byte> text, Span<byte> encoded)
    {
        var length = 0;
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            length += Line(text[..end], encoded[length..]);
            "\r\n"u8.CopyTo(encoded[length..]);
            length += 2;
            text = text[(end + 1)..];
        }

        if (text.IsEmpty)
            return length;
        length += Line(text, encoded[length..]);
        "=\r\n"u8.CopyTo(encoded[length..]); // the end of the last line is none of the text's
        return length + 3;
    }

    private static int Line(ReadOnlySpan<byte> line, Span<byte> encoded)
    {
        var (length, column) = (0, 0);
        while (line.Length > 1)
        {
            var plain = line[..^1].IndexOfAnyExcept(AsTheyAre);
            plain = Math.Min(plain < 0 ? line.Length - 1 : plain, Full - column);
            line[..plain].CopyTo(encoded[length..]);
            if (plain == 0)
                Escape(line[0], encoded[length..]);
            var written = plain == 0 ? 3 : plain;
            length += written;
            column += written;
            line = line[Math.Max(plain, 1)..];
            if (column < Full)
                continue;
            "=\r\n"u8.CopyTo(encoded[length..]);
            length += 3;
            column = 0;
        }

        return line.IsEmpty ? length : length + Last(line[0], encoded[length..]);
    }

    /// <summary>A blank at the end of a line would be lost on the way.</summary>
    private static int Last(byte letter, Span<byte> encoded)
    {
        if (letter is (byte)' ' or (byte)'\t' || !AsTheyAre.Contains(letter))
        {
            Escape(letter, encoded);
            return 3;
        }

        encoded[0] = letter;
        return 1;
    }

    private static void Escape(byte letter, Span<byte> encoded) => (encoded[0], encoded[1], encoded[2]) = ((byte)'=', Digits[letter >> 4], Digits[letter & 15]);
}
