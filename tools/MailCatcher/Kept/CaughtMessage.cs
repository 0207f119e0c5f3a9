using MimeKit;

namespace Notifications.MailCatcher.Kept;

/// <summary>One message as it came in.</summary>
/// <param name="Id">What the client was told: "queued as …". Never used twice.</param>
/// <param name="From">The sender of the envelope; empty for a bounce.</param>
/// <param name="To">The recipients of the envelope, in their order.</param>
/// <param name="Helo">How the client called itself.</param>
/// <param name="ReceivedAt">When its last line arrived.</param>
/// <param name="Raw">The content, dots unstuffed, with its last CR LF: byte for byte what the sender meant.</param>
public sealed record CaughtMessage(
    string Id,
    string From,
    IReadOnlyList<string> To,
    string Helo,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Raw)
{
    // Objects, headers of arrays and the inbox's own bookkeeping, measured roughly: many small messages must not cost more than they count.
    private const int Overhead = 500;

    /// <summary>What keeping it costs, in bytes.</summary>
    public long Cost { get; } = Overhead + Raw.Length + sizeof(char) * ((long)From.Length + Helo.Length + To.Sum(to => (long)to.Length + 16));

    /// <summary>Whether <paramref name="address"/> is among the recipients of the envelope, whatever the case.</summary>
    public bool IsTo(string address) => To.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>The content, parsed afresh at each call.</summary>
    /// <exception cref="FormatException">It has no headers that make sense.</exception>
    public MimeMessage Parse()
    {
        using var stream = new MemoryStream(Raw.ToArray(), writable: false);
        return MimeMessage.Load(stream);
    }
}
