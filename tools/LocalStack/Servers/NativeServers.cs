using Notifications.LocalStack.Ports;

namespace Notifications.LocalStack.Servers;

/// <summary>A private PostgreSQL and a private RabbitMQ, started side by side, stopped broker first.</summary>
public sealed class NativeServers : IServer
{
    private readonly NativePostgres _postgres;
    private readonly NativeRabbitMq _rabbitMq;

    private NativeServers(NativePostgres postgres, NativeRabbitMq rabbitMq)
    {
        _postgres = postgres;
        _rabbitMq = rabbitMq;
    }

    public static readonly RabbitMqPorts LocalRabbitMqPorts = new(LocalPorts.Broker, LocalPorts.Management, Epmd: 54369, Distribution: 55673);

    /// <summary>What <c>./run</c> needs free.</summary>
    public static readonly IReadOnlyList<NeededPort> Ports =
    [
        .. LocalPorts.Postgres,
        .. LocalPorts.RabbitMq,
        new(LocalRabbitMqPorts.Epmd, "RabbitMQ's port mapper (epmd)"),
        new(LocalRabbitMqPorts.Distribution, "RabbitMQ's distribution"),
    ];

    public ServerAddresses Addresses => new(_postgres.ConnectionString, _rabbitMq.Broker, _rabbitMq.Management);

    /// <summary>At the addresses everybody knows, with data that stays.</summary>
    public static NativeServers ForRun(InstanceFolder folder) => new(
        new NativePostgres(folder, LocalPorts.Database, durable: true),
        new NativeRabbitMq(folder, LocalRabbitMqPorts, eagerStatistics: false));

    /// <summary>On free ports.</summary>
    public static NativeServers ForTests(InstanceFolder folder) => new(PostgresForTests(folder), RabbitMqForTests(folder));

    public static NativePostgres PostgresForTests(InstanceFolder folder) => new(folder, FreePort.Next(), durable: false);

    public static NativeRabbitMq RabbitMqForTests(InstanceFolder folder) => new(
        folder,
        new RabbitMqPorts(FreePort.Next(), FreePort.Next(), FreePort.Next(), FreePort.Next()),
        eagerStatistics: true);

    public Task StartAsync(CancellationToken cancellation = default) =>
        Task.WhenAll(_postgres.StartAsync(cancellation), _rabbitMq.StartAsync(cancellation));

    public async Task StopAsync()
    {
        await _rabbitMq.StopAsync();
        await _postgres.StopAsync();
    }

    public Task KillAsync() => Task.WhenAll(_rabbitMq.KillAsync(), _postgres.KillAsync());

    public async ValueTask DisposeAsync()
    {
        await _rabbitMq.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
