using System.Security.Cryptography;
using System.Text;

namespace Notifications.Messages;

/// <summary>
/// The id of one e-mail to be sent: the same for the same order and kind in every process, so that the command that asks for it,
/// a copy driven by the reconciliation job, and the <c>Message-ID</c> of the e-mail all agree without asking anybody.
/// </summary>
public static class DeliveryId
{
    /// <summary>
    /// A UUIDv7 with the order's own time, and bits from SHA-256 over order and kind where a fresh one would be random:
    /// ids sort by the order's time, so indexes on them grow at their end.
    /// </summary>
    public static Guid For(Guid orderId, string kind)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{orderId:D}"), hash);

        Span<byte> id = stackalloc byte[16];
        orderId.TryWriteBytes(id, bigEndian: true, out _);
        hash[..10].CopyTo(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0F)); // version 7
        id[8] = (byte)(0x80 | (id[8] & 0x3F)); // variant of RFC 9562
        return new Guid(id, bigEndian: true);
    }
}
