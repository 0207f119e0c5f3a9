namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Finds the end of a mail, <c>CR LF . CR LF</c>, in the bytes of a DATA section as they leave, however they are cut into writes.
/// Content cannot imitate it: a line that begins with a dot leaves with a second one.
/// </summary>
public sealed class FinalDot
{
    private const int Overlap = 4; // the longest beginning of the end that a write can end with

    private readonly byte[] _tail = new byte[Overlap];
    private int _tailLength;

    public FinalDot() => StartOfContent();

    private static ReadOnlySpan<byte> End => "\r\n.\r\n"u8;

    /// <summary>The next bytes belong to a new mail. An empty mail is a lone dot, so the CR LF of DATA counts.</summary>
    public void StartOfContent()
    {
        End[..2].CopyTo(_tail);
        _tailLength = 2;
    }

    /// <summary>Whether the end is complete with these bytes.</summary>
    public bool IsIn(ReadOnlySpan<byte> sent)
    {
        Span<byte> seam = stackalloc byte[2 * Overlap];
        _tail.AsSpan(0, _tailLength).CopyTo(seam);
        var head = sent[..Math.Min(sent.Length, Overlap)];
        head.CopyTo(seam[_tailLength..]);
        seam = seam[..(_tailLength + head.Length)];

        var found = seam.IndexOf(End) >= 0 || sent.IndexOf(End) >= 0;
        Remember(sent.Length >= Overlap ? sent : seam);
        return found;
    }

    private void Remember(ReadOnlySpan<byte> latest)
    {
        latest = latest[Math.Max(0, latest.Length - Overlap)..];
        latest.CopyTo(_tail);
        _tailLength = latest.Length;
    }
}
