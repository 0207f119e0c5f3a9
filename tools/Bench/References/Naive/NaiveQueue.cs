using RabbitMQ.Client;

namespace Notifications.Bench.References.Naive;

/// <summary>The one queue: durable and replicated as our own are, reached by the default exchange.</summary>
internal static class NaiveQueue
{
    public const string Name = "naive-confirmations";

    public static async Task<IConnection> ConnectAsync(Uri broker, CancellationToken cancellation)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        await channel.QueueDeclareAsync(
            Name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
        return connection;
    }
}
