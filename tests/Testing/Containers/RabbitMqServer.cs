using Notifications.LocalStack.Ports;
using Notifications.LocalStack.Servers;
using Testcontainers.RabbitMq;

namespace Notifications.Testing.Containers;

/// <summary>RabbitMQ with its management in a container, with the same user and figures as fresh as the native one's.</summary>
public sealed class RabbitMqServer : IServer
{
    private const ushort ManagementPort = 15672;

    /// <summary>As RabbitMQ 3 takes them: 4 refuses more than 16 MB unless it is told otherwise, and foreign senders may have a broker that was.</summary>
    private const string LargeMessages = "-rabbit max_message_size 134217728";

    private readonly ContainerServer _container;

    public RabbitMqServer()
    {
        var (broker, management) = (FreePort.Next(), FreePort.Next());
        Broker = ServerAddresses.BrokerAt(broker);
        Management = ServerAddresses.ManagementAt(management);
        _container = new ContainerServer(
            Images.RabbitMq,
            new RabbitMqBuilder(Images.RabbitMq)
                .WithUsername(ServerAddresses.User)
                .WithPassword(ServerAddresses.Password)
                .WithPortBinding(broker, RabbitMqBuilder.RabbitMqPort)
                .WithPortBinding(management, ManagementPort)
                .WithEnvironment("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", $"{RabbitMqSettings.EagerStatistics} {LargeMessages}")
                .Build(),
            token => ServerReadiness.RabbitMqAsync(Broker, Management, token));
    }

    public Uri Broker { get; }

    public Uri Management { get; }

    public Task StartAsync(CancellationToken cancellation = default) => _container.StartAsync(cancellation);

    public Task StopAsync() => _container.StopAsync();

    public Task KillAsync() => _container.KillAsync();

    /// <summary>Runs <c>rabbitmqctl</c>, as the user that runs the broker: it shares the cookie with nobody else.</summary>
    public Task AdministerAsync(IReadOnlyList<string> arguments, CancellationToken cancellation = default) =>
        _container.RunAsync("rabbitmq", ["rabbitmqctl", .. arguments], cancellation);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
