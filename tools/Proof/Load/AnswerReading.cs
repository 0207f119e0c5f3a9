using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Load;

/// <summary>What a client may conclude from an answer, or from none; docs/problems.md is all it knows.</summary>
internal static class AnswerReading
{
    public static Answered Of(int status, string? problem) => (status, problem) switch
    {
        (202, _) => Answered.Ok,
        (409, _) => Answered.Unknown, // the first request with this key may still succeed
        (503, { } type) when type.EndsWith("outcome-unknown", StringComparison.Ordinal) => Answered.Unknown,
        (503 or (>= 400 and < 500), _) => Answered.Refused,
        _ => Answered.Unknown,
    };

    /// <summary>Only who was not let in at all knows that nothing has begun.</summary>
    public static Answered Of(Exception failure) =>
        failure is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } ? Answered.Refused : Answered.Unknown;

    /// <returns>The order's id and the problem's type, where the body has them; an answer that was cut off has neither.</returns>
    public static (Guid? OrderId, string? Problem) Read(HttpStatusCode status, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var id = json.RootElement.TryGetProperty("order_id", out var order) && order.TryGetGuid(out var guid) ? guid : (Guid?)null;
            return (status == HttpStatusCode.Accepted ? id : null, json.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }
}
