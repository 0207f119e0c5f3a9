using System.Security.Cryptography;
using System.Text;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.Requests;

/// <summary>What is stored of an idempotency key: 128 bits of a hash over caller and key. The same key of another caller is another, and nobody can find one that is somebody else's.</summary>
internal static class RequestKey
{
    public static Guid Of(Caller caller, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Scope.Length}:{caller.Scope}/{key}"), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
