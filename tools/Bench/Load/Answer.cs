using System.Buffers.Text;
using System.Text;

namespace Notifications.Bench.Load;

/// <summary>What is wanted of an answer of HTTP/1.1.</summary>
/// <param name="Status">For example 202.</param>
/// <param name="OrderId">Empty when it has none.</param>
internal readonly record struct Answer(int Status, Guid OrderId)
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;
    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;
    private static ReadOnlySpan<byte> Length => "\r\nContent-Length: "u8;
    private static ReadOnlySpan<byte> Id => "\"order_id\":\""u8;

    /// <summary>Of everything that a connection has received since its request, on which nothing else is under way.</summary>
    /// <returns>False while it is not complete.</returns>
    /// <exception cref="InvalidDataException">It is no answer.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Answer answer)
    {
        answer = default;
        var head = bytes.IndexOf(EndOfHead);
        if (head < 0)
            return false;
        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes[9..], out int status, out _))
            throw new InvalidDataException($"This is no answer of HTTP/1.1: {Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, 100)])}");

        var body = bytes[(head + EndOfHead.Length)..];
        var length = bytes[..head].IndexOf(Length);
        var isComplete = length >= 0
            ? Utf8Parser.TryParse(bytes[(length + Length.Length)..], out int expected, out _) && body.Length >= expected
            : bytes.EndsWith(LastChunk); // in chunks
        if (isComplete)
            answer = new Answer(status, IdIn(body));
        return isComplete;
    }

    private static Guid IdIn(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf(Id);
        return at >= 0 && Utf8Parser.TryParse(body[(at + Id.Length)..], out Guid id, out _) ? id : Guid.Empty;
    }
}
