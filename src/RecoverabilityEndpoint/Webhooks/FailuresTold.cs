using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Notifications.RecoverabilityEndpoint.Webhooks;

/// <summary>What the webhook is told: that messages have failed since it was told before. docs/failed-messages.md shows it.</summary>
/// <param name="At">When this was written.</param>
/// <param name="Since">When the first of these events happened.</param>
/// <param name="Messages">That failed.</param>
/// <param name="Unresolved">Of all messages, those that nobody has done anything about.</param>
/// <param name="Events">The largest, at most <see cref="MostEvents"/>.</param>
internal sealed record FailuresTold(DateTimeOffset At, DateTimeOffset Since, long Messages, long Unresolved, IReadOnlyList<FailuresTold.Item> Events)
{
    public const int MostEvents = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // For people's programs, not for a browser: their words are to stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For receivers that get several kinds of news.</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "messages_failed";

    /// <param name="Messages">That failed in this way.</param>
    /// <param name="Description">A sentence.</param>
    /// <param name="RelatedTo">Paths of ServicePulse.</param>
    internal sealed record Item(long Messages, string Description, IReadOnlyList<string> RelatedTo);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary><c>sha256=</c> and the HMAC of the body in hexadecimal digits; null without a secret.</summary>
    public static string? Signature(byte[] body, string secret) =>
        secret == "" ? null : $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
