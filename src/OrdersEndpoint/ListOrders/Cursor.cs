using System.Buffers.Text;

namespace Notifications.OrdersEndpoint.ListOrders;

/// <summary>Where a page ended, as text that nobody should read anything into: the last order's id, behind a number that says so.</summary>
internal static class Cursor
{
    private const byte LastId = 1;
    private const int Length = 1 + 16;

    public static string After(Guid last)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = LastId;
        last.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when it is none of ours.</summary>
    public static Guid? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 2 * Length || !Base64Url.IsValid(text, out var length) || length != Length)
            return null;
        Base64Url.DecodeFromChars(text, bytes);
        return bytes[0] == LastId ? new Guid(bytes[1..], bigEndian: true) : null;
    }
}
