using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>One thing that must exist on the broker. Declaring it twice is harmless; all of it is durable.</summary>
public abstract record Declaration
{
    private Declaration()
    {
    }

    public abstract Task DeclareAsync(IChannel channel, CancellationToken cancellation);

    public sealed record Exchange(string Name, string Type) : Declaration
    {
        public override Task DeclareAsync(IChannel channel, CancellationToken cancellation) =>
            channel.ExchangeDeclareAsync(Name, Type, durable: true, cancellationToken: cancellation);
    }

    public sealed record Queue(string Name, IReadOnlyDictionary<string, object?> Arguments) : Declaration
    {
        public override Task DeclareAsync(IChannel channel, CancellationToken cancellation) =>
            channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, Arguments.ToDictionary(), cancellationToken: cancellation);
    }

    public sealed record QueueBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel, CancellationToken cancellation) =>
            channel.QueueBindAsync(To, From, Key, cancellationToken: cancellation);
    }

    public sealed record ExchangeBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel, CancellationToken cancellation) =>
            channel.ExchangeBindAsync(To, From, Key, cancellationToken: cancellation);
    }
}
