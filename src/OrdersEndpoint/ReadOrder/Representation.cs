using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>An order's state as bytes for one audience.</summary>
/// <param name="Id">Of exactly these bytes: the ETag without its quotes, and the id of the event that carries them.</param>
/// <param name="IsFinal">A relay has the e-mail: nothing more is going to happen.</param>
internal sealed record Representation(byte[] Json, string Id, bool IsFinal)
{
    private const int HashBytes = 16;

    public static Representation Of(OrderFacts order, Audience audience, JsonSerializerOptions options)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(OrderView.Of(order, audience), options);
        return new Representation(json, Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, HashBytes)), order.EmailAcceptedAt is not null);
    }
}
