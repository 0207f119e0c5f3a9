using System.Text.Json;
using Notifications.RecoverabilityEndpoint.Failures;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

/// <summary>Failed messages as ingestion leaves them, written by SQL.</summary>
internal sealed class FailedMessageBook(NpgsqlDataSource database)
{
    public const string Queue = "Billing";
    public const string MessageType = "Shop.OrderPlaced";
    public const string Cause = "System.InvalidOperationException";

    private const string InsertGroups =
        """
        INSERT INTO recoverability.groups (group_id, classifier, title)
        VALUES ($1, 'Exception Type and Stack Trace', $6), ($2, 'Message Type', 'Shop.OrderPlaced'), ($3, 'Endpoint Address', 'Billing'), ($4, 'Endpoint Instance', 'i'), ($5, 'Endpoint Name', 'Billing')
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Of every message here.</summary>
    public static Dictionary<string, string> Headers(string messageId) => new()
    {
        ["NServiceBus.MessageId"] = messageId,
        ["NServiceBus.EnclosedMessageTypes"] = MessageType,
        ["NServiceBus.MessageIntent"] = "Publish",
        ["NServiceBus.ContentType"] = "application/json",
        ["NServiceBus.FailedQ"] = Queue,
        ["NServiceBus.TimeOfFailure"] = "2026-11-26 10:00:00:000000 Z",
        ["NServiceBus.ExceptionInfo.Message"] = "It did not work.",
        ["ServiceControl.Retry.UniqueMessageId"] = "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        ["Customer"] = "Ana",
    };

    public Task<Guid> AddAsync(string status = "unresolved", string cause = Cause, string body = """{"a":1}""", string contentType = "application/json", string? messageId = null) =>
        AddAsync(System.Text.Encoding.UTF8.GetBytes(body), status, cause, contentType, messageId);

    public async Task<Guid> AddAsync(byte[] body, string status, string cause, string contentType, string? messageId)
    {
        messageId ??= $"{Guid.NewGuid()}";
        var id = NamedId.OfMessage(messageId, "Billing");
        var (byException, byType, byAddress, byInstance, byEndpoint) = (GroupOf(cause), NamedId.OfGroup("Message Type", MessageType), NamedId.OfGroup("Endpoint Address", Queue),
            NamedId.OfGroup("Endpoint Instance", "i"), NamedId.OfGroup("Endpoint Name", "Billing"));
        await ExecuteAsync(InsertGroups, byException, byType, byAddress, byInstance, byEndpoint, cause);
        await ExecuteAsync(
            """
            INSERT INTO recoverability.failed_messages (failed_message_id, status, message_id, message_type, conversation_id, content_type, body_size, sending_endpoint, sending_machine,
                sending_host_id, receiving_endpoint, receiving_machine, receiving_host_id, queue_address, exception_type, exception_message, exception_source, time_sent,
                first_failed_at, failed_at, by_exception, by_type, by_address, by_instance, by_endpoint)
            VALUES ($1, $2, $3, $4, 'conversation-1', $5, $6, 'Shop', 'shop-1', gen_random_uuid(), 'Billing', 'billing-1', gen_random_uuid(), $7, $8, 'It did not work.', 'Billing',
                now() - interval '1 hour', now(), now(), $9, $10, $11, $12, $13)
            """,
            id, status, messageId, MessageType, contentType, body.Length, Queue, cause, byException, byType, byAddress, byInstance, byEndpoint);
        await ExecuteAsync(
            "INSERT INTO recoverability.contents VALUES ($1, $2, $3, $4)", id, JsonSerializer.SerializeToUtf8Bytes(Headers(messageId)), body, $"{cause}: It did not work.\n   at Billing.Handle()");
        await ExecuteAsync(
            """
            INSERT INTO recoverability.attempts
            SELECT failed_message_id, gen_random_uuid(), failed_at, receiving_endpoint, queue_address, exception_type, exception_message, exception_source, 'stack'
            FROM recoverability.failed_messages WHERE failed_message_id = $1
            """,
            id);
        return id;
    }

    /// <summary>Of the first classifier.</summary>
    public static Guid GroupOf(string cause) => NamedId.OfGroup("Exception Type and Stack Trace", cause);

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
