using System.Globalization;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>A failed message as any message is shown, in ServiceControl's words. ServicePulse needs every part of it that is not null here.</summary>
internal sealed record MessageView(
    Guid Id, string MessageId, string MessageType, EndpointView SendingEndpoint, EndpointView ReceivingEndpoint, DateTime? TimeSent, DateTime ProcessedAt, string CriticalTime,
    string ProcessingTime, string DeliveryTime, bool IsSystemMessage, string? ConversationId, IReadOnlyList<HeaderView> Headers, string Status, string MessageIntent, string BodyUrl,
    int BodySize, Guid InstanceId)
{
    /// <summary>There is one instance: this.</summary>
    public static readonly Guid Instance = new("6f1d8a52-3c47-4b0e-9d55-70a1c6e2b384");

    private const string NoTime = "00:00:00.0000000";

    public const string Columns =
        """
        failed_message_id, message_id, message_type, sending_endpoint, sending_host_id, sending_machine, receiving_endpoint, receiving_host_id, receiving_machine,
        time_sent, failed_at, is_control_message, conversation_id, status, attempts, body_size
        """;

    /// <summary>A row of <see cref="Columns"/>, and its headers or null.</summary>
    public static MessageView Read(NpgsqlDataReader row)
    {
        var (id, sent, failed) = (row.GetGuid(0), row.Time(9), row.GetDateTime(10));
        var headers = MessageContents.Decode(row.IsDBNull(16) ? null : row.GetFieldValue<byte[]>(16));
        return new MessageView(
            id, row.GetString(1), row.GetString(2), new EndpointView(row.Text(3) ?? "", row.Id(4), row.Text(5) ?? ""), new EndpointView(row.GetString(6), row.Id(7), row.Text(8) ?? ""),
            sent, failed, sent is { } at && at < failed ? Duration(failed - at) : NoTime, NoTime, NoTime, row.GetBoolean(11), row.Text(12),
            [.. headers.Select(header => new HeaderView(header.Key, header.Value))], StatusWords.OfMessage(row.GetString(13), row.GetInt32(14)), Intent(headers),
            $"/messages/{id:D}/body?instance_id={Instance:D}", row.GetInt32(15), Instance);
    }

    /// <summary>Hours may be more than a day's: days are not understood there.</summary>
    private static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time:mm\\:ss\\.fffffff}");

    private static string Intent(Dictionary<string, string> headers) => headers.GetValueOrDefault(Messaging.Wire.Headers.MessageIntent)?.ToUpperInvariant() switch
    {
        "PUBLISH" => "publish",
        "SUBSCRIBE" => "subscribe",
        "UNSUBSCRIBE" => "unsubscribe",
        "REPLY" => "reply",
        "INIT" => "init",
        _ => "send",
    };
}

internal sealed record HeaderView(string Key, string Value);
