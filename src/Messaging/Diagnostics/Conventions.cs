namespace Notifications.Messaging.Diagnostics;

/// <summary>
/// Names of OpenTelemetry's messaging conventions, 1.44, as far as we use them. They are still in development there: when they change, they change here and in
/// docs/observability.md, and nowhere else.
/// </summary>
public static class Conventions
{
    public const string System = "messaging.system";
    public const string RabbitMq = "rabbitmq";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Send = "send";
    public const string Process = "process";
    public const string Destination = "messaging.destination.name";
    public const string RoutingKey = "messaging.rabbitmq.destination.routing_key";
    public const string MessageId = "messaging.message.id";
    public const string ConversationId = "messaging.message.conversation_id";
    public const string BodySize = "messaging.message.body.size";
    public const string ErrorType = "error.type";

    public const string SentMessages = "messaging.client.sent.messages";
    public const string ConsumedMessages = "messaging.client.consumed.messages";
    public const string OperationDuration = "messaging.client.operation.duration";
    public const string ProcessDuration = "messaging.process.duration";
}
