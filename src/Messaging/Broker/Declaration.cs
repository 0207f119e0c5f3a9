using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>One thing that must exist on the broker. Declaring it twice is harmless; all of it is durable. Each call is bounded by the connection's time limit.</summary>
public abstract record Declaration
{
    private Declaration()
    {
    }

    public abstract Task DeclareAsync(IChannel channel);

    public sealed record Exchange(string Name, string Type) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.ExchangeDeclareAsync(Name, Type, durable: true);
    }

    public sealed record Queue(string Name, IReadOnlyDictionary<string, object?> Arguments) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, Arguments.ToDictionary());
    }

    public sealed record QueueBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.QueueBindAsync(To, From, Key);
    }

    public sealed record ExchangeBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.ExchangeBindAsync(To, From, Key);
    }
}
