using RabbitMQ.Client;

namespace Notifications.Messaging.Broker;

/// <summary>One thing that must exist on the broker. Declaring it twice is harmless; all of it is durable. Each call is bounded by the connection's time limit.</summary>
public abstract record Declaration
{
    private Declaration()
    {
    }

    public abstract Task DeclareAsync(IChannel channel);

    /// <summary>Fails when it is missing. A binding cannot be looked at over AMQP and counts as there.</summary>
    public virtual Task CheckAsync(IChannel channel) => Task.CompletedTask;

    public sealed record Exchange(string Name, string Type) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.ExchangeDeclareAsync(Name, Type, durable: true);

        public override Task CheckAsync(IChannel channel) => channel.ExchangeDeclarePassiveAsync(Name);

        public override string ToString() => $"exchange '{Name}' ({Type}, durable)";
    }

    public sealed record Queue(string Name, IReadOnlyDictionary<string, object?> Arguments) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, Arguments.ToDictionary());

        public override Task CheckAsync(IChannel channel) => channel.QueueDeclarePassiveAsync(Name);

        public override string ToString() => $"queue '{Name}' (durable, {string.Join(", ", Arguments.Select(argument => $"{argument.Key}={argument.Value}"))})";
    }

    public sealed record QueueBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.QueueBindAsync(To, From, Key);

        public override string ToString() => $"binding of queue '{To}' to exchange '{From}' by '{Key}'";
    }

    public sealed record ExchangeBinding(string From, string To, string Key) : Declaration
    {
        public override Task DeclareAsync(IChannel channel) =>
            channel.ExchangeBindAsync(To, From, Key);

        public override string ToString() => $"binding of exchange '{To}' to exchange '{From}' by '{Key}'";
    }
}
