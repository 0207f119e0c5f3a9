using System.Buffers.Text;

namespace Notifications.Bench.Sink;

/// <summary>Finds the id of an e-mail in its header: what stands before the @ of its Message-ID, a GUID with hyphens or without.</summary>
internal static class MessageId
{
    private static ReadOnlySpan<byte> Name => "Message-I"u8; // MimeKit writes Message-Id, others Message-ID

    /// <param name="content">Header and body as they were sent.</param>
    /// <returns>Empty when there is none.</returns>
    public static Guid In(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf("\r\n\r\n"u8);
        var header = end < 0 ? content : content[..end];
        for (var from = 0; header[from..].IndexOf(Name) is var found && found >= 0; from += found + Name.Length)
        {
            var at = from + found;
            var isField = at == 0 || header[at - 1] == (byte)'\n';
            var value = header[(at + Name.Length)..];
            if (isField && value.Length > 2 && (value[0] & 0xDF) == 'D' && value[1] == ':')
                return Value(value[2..]);
        }

        return Guid.Empty;
    }

    private static Guid Value(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t\r\n<"u8);
        var end = value.IndexOf((byte)'@');
        if (end < 0)
            return Guid.Empty;
        return Utf8Parser.TryParse(value[..end], out Guid id, out var used, end == 32 ? 'N' : 'D') && used == end ? id : Guid.Empty;
    }
}
