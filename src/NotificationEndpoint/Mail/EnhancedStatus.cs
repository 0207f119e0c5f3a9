namespace Notifications.NotificationEndpoint.Mail;

/// <summary>The code of RFC 3463 that may follow a reply's three digits: in 550 5.1.1 the 5.1.1.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>
    /// The status in the first line of <paramref name="replies"/> that bears <paramref name="code"/>, or null. Several replies may
    /// stand there, because MAIL and RCPT can travel together.
    /// </summary>
    public static EnhancedStatus? Find(ReadOnlySpan<byte> replies, int code)
    {
        while (!replies.IsEmpty)
        {
            var end = replies.IndexOf((byte)'\n');
            var line = end < 0 ? replies : replies[..end];
            if (Number(ref line) == code && line is [(byte)' ' or (byte)'-', ..])
                return Parse(line[1..], code / 100);

            replies = end < 0 ? [] : replies[(end + 1)..];
        }

        return null;
    }

    private static EnhancedStatus? Parse(ReadOnlySpan<byte> text, int expectedClass)
    {
        var kind = Number(ref text);
        var subject = Dot(ref text) ? Number(ref text) : null;
        var detail = Dot(ref text) ? Number(ref text) : null;

        // A relay that contradicts itself (550 2.0.0) is believed in its three digits only.
        return kind == expectedClass && subject is { } s && detail is { } d ? new(expectedClass, s, d) : null;
    }

    private static bool Dot(ref ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'.', ..])
            return false;

        text = text[1..];
        return true;
    }

    private static int? Number(ref ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        if (digits is 0 or > 3)
            return null;

        var number = 0;
        foreach (var digit in text[..digits])
            number = (number * 10) + (digit - '0');

        text = text[digits..];
        return number;
    }

    public override string ToString() => $"{Class}.{Subject}.{Detail}";
}
